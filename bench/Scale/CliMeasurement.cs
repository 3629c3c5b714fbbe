using System.Diagnostics;

namespace NodeTasker.Bench.Scale;

/// <summary>How long the CLI takes, and how much memory.</summary>
internal static class CliMeasurement
{
    private const int Times = 10;

    /// <summary>The median of ten calls after one that warms the disk's cache up, and the highest peak.</summary>
    public static async Task<string> MeasureAsync(
        string name,
        string program,
        IReadOnlyList<string> arguments,
        CancellationToken cancellationToken
    )
    {
        await CallAsync(program, arguments, cancellationToken);
        var calls = new List<Call>();
        for (var n = 0; n < Times; n++)
            calls.Add(await CallAsync(program, arguments, cancellationToken));
        return $"  {name}: first output after {Median(calls.Select(call => call.FirstOutput)):0} ms, end after {Median(calls.Select(call => call.End)):0} ms (median of {Times}), {calls.Max(call => call.Peak) / 1048576.0:0.0} MiB resident at most";
    }

    private static async Task<Call> CallAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var watching = PeakAsync(process);
        var output = process.StandardOutput.BaseStream;
        var buffer = new byte[65536];
        var length = await output.ReadAsync(buffer, cancellationToken);
        var first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        while (length > 0)
            length = await output.ReadAsync(buffer, cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        var end = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}");
        return new(first, end, await watching);
    }

    /// <summary>The kernel keeps the peak, but only as long as the process lives.</summary>
    private static async Task<long> PeakAsync(Process process)
    {
        var peak = 0L;
        while (!process.HasExited)
        {
            try
            {
                peak = Math.Max(peak, ProcessTable.StatusBytes(process.Id, "VmHWM"));
            }
            catch (InvalidOperationException)
            {
                // It has just ended.
            }

            await Task.Delay(5);
        }

        return peak;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Times / 2);

    private sealed record Call(double FirstOutput, double End, long Peak);
}
