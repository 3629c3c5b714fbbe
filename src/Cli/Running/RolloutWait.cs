using NodeTasker.Cli.Following;
using NodeTasker.Cli.Views;

namespace NodeTasker.Cli.Running;

/// <summary>Waits for the end of a rollout, and shows it meanwhile.</summary>
internal sealed class RolloutWait(RolloutFollower follower, RunOptions options, IProgressDisplay display, TimeProvider time)
{
    /// <summary>How it stood last; null before anything was read. It outlives a wait that is interrupted.</summary>
    public Progress? Last { get; private set; }

    /// <summary>Returns why there is nothing more to wait for.</summary>
    public async Task<WaitEnd> WaitAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource();
        using var absence = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token, absence.Token);
        using var waited = options.WaitTimeout > TimeSpan.Zero ? LongTimer.Start(time, options.WaitTimeout, patience.Cancel) : null;
        ITimer? absent = null;
        try
        {
            await foreach (var progress in follower.FollowAsync(either.Token))
            {
                Last = progress;
                display.Show(progress);
                if (progress.IsOver)
                    return WaitEnd.Over;

                if (!progress.OnlyAbsentAreMissing || progress.Trouble is not null)
                    absent = Stopped(absent);
                else if (options.AbsentTimeout > TimeSpan.Zero)
                    absent ??= LongTimer.Start(time, options.AbsentTimeout, absence.Cancel);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return patience.IsCancellationRequested ? WaitEnd.TimedOut : WaitEnd.OnlyAbsentLeft;
        }
        finally
        {
            Stopped(absent);
        }

        return WaitEnd.Over;
    }

    private static ITimer? Stopped(ITimer? timer)
    {
        timer?.Dispose();
        return null;
    }
}

/// <summary>Why a wait has ended.</summary>
internal enum WaitEnd
{
    /// <summary>Nothing more will happen by itself.</summary>
    Over,

    /// <summary>It took longer than <c>--wait-timeout</c>.</summary>
    TimedOut,

    /// <summary>All nodes that can be reached are done.</summary>
    OnlyAbsentLeft,
}
