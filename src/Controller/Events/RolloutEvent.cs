using System.Security.Cryptography;
using System.Text;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Events;

/// <summary>An Event on the task. Its name says what happened, so that the API server refuses the same one from a second controller.</summary>
/// <param name="Name">The Event's name.</param>
/// <param name="Reason">A CamelCase word.</param>
/// <param name="Message">A sentence.</param>
/// <param name="IsWarning">Whether somebody should look.</param>
internal sealed record RolloutEvent(string Name, string Reason, string Message, bool IsWarning = false)
{
    public const string TaskAccepted = nameof(TaskAccepted);
    public const string TaskRejected = nameof(TaskRejected);
    public const string RolloutHalted = nameof(RolloutHalted);
    public const string RolloutComplete = nameof(RolloutComplete);
    public const string NodeFailed = nameof(NodeFailed);
    public const string MoreNodesFailed = nameof(MoreNodesFailed);

    /// <summary><c>&lt;task&gt;.&lt;run&gt;.&lt;reason&gt;[.&lt;hash&gt;]</c>; <paramref name="what"/> tells Events of one run and reason apart.</summary>
    public static RolloutEvent Of(string task, RunId run, string reason, string message, bool isWarning = false, string? what = null)
    {
        var name = $"{task}.{run.Value}.{reason}";
        if (what is not null)
            name += $".{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)))[..12]}";
        return new(KubernetesName.ToSubdomain(name.ToLowerInvariant()), reason, message, isWarning);
    }

    /// <summary>"worker-1: NonZeroExit, exit code 3".</summary>
    public static string Describe(NodeProgress node) =>
        $"{node.Node}: {node.Reason ?? node.Phase.ToString()}{(node.ExitCode is { } code ? $", exit code {code}" : "")}";
}
