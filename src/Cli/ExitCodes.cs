using System.Runtime.InteropServices;
using NodeTasker.Rollouts;

namespace NodeTasker.Cli;

/// <summary>What <c>node-tasker</c> ends with.</summary>
internal static class ExitCodes
{
    /// <summary>All nodes succeeded.</summary>
    public const int Success = 0;

    /// <summary>A node did not succeed.</summary>
    public const int NodeFailed = 1;

    /// <summary>Wrong usage, or the task was rejected.</summary>
    public const int Usage = 2;

    /// <summary>The API can't be reached, or refuses; or the results can't be written.</summary>
    public const int Api = 3;

    /// <summary>Waited too long, as <c>timeout(1)</c>.</summary>
    public const int WaitedTooLong = 124;

    /// <summary>Ctrl-C.</summary>
    public const int Interrupted = 130;

    /// <summary>Nobody reads the results any more, as in <c>| head -1</c>: what an end by SIGPIPE is to shells.</summary>
    public const int OutputClosed = 141;

    /// <summary>The code of a rollout's end; a rejected task weighs more than a failed node.</summary>
    public static int Of(IReadOnlyCollection<NodeProgress> nodes) =>
        nodes.Any(node => node.Phase == NodePhase.Rejected) ? Usage
        : nodes.All(node => node.Phase == NodePhase.Succeeded) ? Success
        : NodeFailed;

    /// <summary>The code of an end by signal: 128 and its number, as shells have it.</summary>
    public static int Of(PosixSignal signal) =>
        signal switch
        {
            PosixSignal.SIGHUP => 129,
            PosixSignal.SIGQUIT => 131,
            PosixSignal.SIGTERM => 143,
            _ => Interrupted,
        };
}
