using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Following;

/// <summary>How a rollout stands, as the operator sees it.</summary>
internal sealed record Progress
{
    /// <summary>Which run.</summary>
    public required RunId Run { get; init; }

    /// <summary>How it stands.</summary>
    public required RolloutStatus Status { get; init; }

    /// <summary>A sentence on why; null where the status says all.</summary>
    public string? Message { get; init; }

    /// <summary>Every selected node, in natural order.</summary>
    public required IReadOnlyList<NodeProgress> Nodes { get; init; }

    /// <summary>How many more are selected that can have no agent; nothing where the summary is all that is known.</summary>
    public int WithoutAgent { get; init; }

    /// <summary>Of all nodes, listed or not.</summary>
    public required PhaseCounts Counts { get; init; }

    /// <summary>What stands between the operator and the news; null while the connection is fine.</summary>
    public string? Trouble { get; init; }

    /// <summary>The run that has taken this one's place; null while it is the task's content.</summary>
    public RunId? ReplacedBy { get; init; }

    /// <summary>Whether the controller has spoken of this run, where it has to.</summary>
    public bool IsControllerHeard { get; init; } = true;

    /// <summary>Whether it should have spoken by now.</summary>
    public bool IsControllerSilent { get; init; }

    /// <summary>Whether the task is gone altogether.</summary>
    public bool IsCleared { get; init; }

    /// <summary>How many nodes have ended.</summary>
    public int Ended => Counts.Succeeded + Counts.Failed + Counts.Cancelled + Counts.Rejected;

    /// <summary>How many nodes have ended without success.</summary>
    public int NotSucceeded => Ended - Counts.Succeeded;

    /// <summary>Whether nothing more will happen unless the operator does something.</summary>
    public bool IsOver =>
        Status == RolloutStatus.Complete || (Status == RolloutStatus.Halted && Counts.Running == 0) || ReplacedBy is not null || IsCleared;

    /// <summary>Whether all that is still missing are nodes that can't be reached.</summary>
    public bool OnlyAbsentAreMissing => Nodes.Any(IsAbsent) && Nodes.All(node => node.HasEnded || IsAbsent(node));

    /// <summary>Whether nothing is to be heard of <paramref name="node"/>.</summary>
    public static bool IsAbsent(NodeProgress node) =>
        node.Phase == NodePhase.Unknown || (node.Phase == NodePhase.Pending && node.Reason is "NoAgent" or "NodeNotReady");

    /// <summary>The controller's summary as progress.</summary>
    public static Progress Of(RolloutSummary summary) =>
        new()
        {
            Run = summary.Run,
            Status = summary.Status,
            Message = MessageOf(summary.Status, summary.Message),
            Nodes = summary.Nodes,
            Counts = summary.Counts,
        };

    /// <summary>A plan as progress.</summary>
    public static Progress Of(RolloutPlan plan) =>
        new()
        {
            Run = plan.Run,
            Status = plan.Status,
            Message = MessageOf(plan.Status, plan.Message),
            Nodes = plan.Nodes,
            Counts = PhaseCounts.Of(plan.Nodes),
            WithoutAgent = plan.WithoutAgent,
        };

    /// <summary>What is said of a rollout, with what the operator can do about it.</summary>
    public static string? MessageOf(RolloutStatus status, string? message) =>
        status == RolloutStatus.Paused && message is not null ? $"{message} `{ProgramName.Shown} resume` lets it go on." : message;
}
