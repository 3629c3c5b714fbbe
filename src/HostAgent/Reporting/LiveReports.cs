namespace NodeTasker.HostAgent.Reporting;

/// <summary>When a run that is under way is shown: after a second, so that a short one costs one write, and then at most every five seconds while it writes.</summary>
internal static class LiveReports
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Calls <paramref name="report"/> in that rhythm until cancelled; <paramref name="outputLength"/> says whether there is news.</summary>
    public static async Task RunAsync(Func<long> outputLength, Action report, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(First, time, cancellationToken);
            long? shown = null;
            while (true)
            {
                var length = outputLength();
                if (length != shown)
                    report();
                shown = length;
                await Task.Delay(Interval, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The run has ended, or the agent stops.
        }
    }
}
