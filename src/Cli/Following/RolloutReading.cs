using k8s.Models;
using NodeTasker.Cli.Tasks;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Following;

/// <summary>How a rollout stands, derived from what is known of the cluster.</summary>
internal static class RolloutReading
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    /// <summary>The progress of <paramref name="spec"/>'s run, and when it may be another though nothing has changed.</summary>
    public static (Progress Progress, DateTimeOffset? Wake) Of(
        ClusterFacts facts,
        TaskSpec spec,
        DateTimeOffset setTime,
        DateTimeOffset now
    )
    {
        var results = facts.ResultsByNode();
        var plan = RolloutPlanner.Plan(
            new RolloutView
            {
                Task = new ParsedTask.Valid(spec),
                SetTime = setTime,
                Nodes = facts.Nodes,
                Results = results,
            },
            now
        );
        var progress = Progress.Of(plan) with
        {
            Trouble = facts.Trouble,
            Nodes =
            [
                .. plan.Nodes.Select(node =>
                    node.Phase == NodePhase.Running ? node with { Since = node.Since ?? results[node.Node].StartTime } : node
                ),
            ],
        };
        // What was there before a rerun was wished may not know of it; what was heard since does.
        var isHaltDated = spec.Rerun is not null && !facts.IsSummaryNews;
        return (spec.IsGated ? Gated(progress, SummaryOf(facts.Summary, spec.Run, now), isHaltDated) : progress, plan.Wake);
    }

    /// <summary>The same for a task that every agent rejects.</summary>
    public static Progress OfBad(ClusterFacts facts, ParsedTask.Bad bad, DateTimeOffset setTime, DateTimeOffset now)
    {
        var view = new RolloutView
        {
            Task = bad,
            SetTime = setTime,
            Nodes = facts.Nodes,
            Results = facts.ResultsByNode(),
        };
        return Progress.Of(RolloutPlanner.Plan(view, now) with { Message = CheckedTask.ListOf(bad.Problems).Trim() });
    }

    /// <summary>The controller's word on this content; null when it has not spoken yet.</summary>
    public static RolloutSummary? SummaryOf(V1ConfigMap? configMap, RunId content, DateTimeOffset now) =>
        configMap is not null
        && SummaryCodec.TryDecode(configMap.Data?.AsReadOnly() ?? Nothing, now, out var summary, out _)
        && summary.Run.IsOf(content)
            ? summary
            : null;

    // Who may start is the controller's to say; what has started and ended is known from the nodes, and sooner.
    private static Progress Gated(Progress progress, RolloutSummary? summary, bool isHaltDated)
    {
        var said = (summary?.Nodes ?? []).ToDictionary(node => node.Node, StringComparer.Ordinal);
        List<NodeProgress> nodes =
        [
            .. progress.Nodes.Select(node =>
                node switch
                {
                    { Phase: NodePhase.Pending } when said.GetValueOrDefault(node.Node) is { Phase: NodePhase.Pending } word => word,
                    { Phase: NodePhase.Pending, Reason: "Granted" } => node with { Reason = "WaitingForGrant", Since = null },
                    _ => node,
                }
            ),
        ];
        var isHeld =
            (summary?.Status is RolloutStatus.Paused || (summary?.Status is RolloutStatus.Halted && !isHaltDated))
            && progress.Status != RolloutStatus.Complete;
        var status = isHeld ? summary!.Status : progress.Status;
        return progress with
        {
            Nodes = nodes,
            Counts = PhaseCounts.Of(nodes),
            Status = status,
            // A message belongs to its status: the controller may not have seen yet what this command has.
            Message = summary?.Status == status ? Progress.MessageOf(status, summary.Message) : progress.Message,
            IsControllerHeard = summary is not null,
        };
    }
}
