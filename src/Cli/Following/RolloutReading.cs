using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Rollouts;

namespace NodeTasker.Cli.Following;

/// <summary>How a rollout stands, derived from what is known of the cluster.</summary>
internal static class RolloutReading
{
    /// <summary>The progress of <paramref name="run"/>, and when it may be another though nothing has changed.</summary>
    public static (Progress Progress, DateTimeOffset? Wake) Of(ClusterFacts facts, TaskSpec spec, DateTimeOffset setTime, DateTimeOffset now)
    {
        var plan = InterimPlan.Plan(new RolloutView { Spec = spec, SetTime = setTime, Nodes = facts.Nodes, Results = facts.ResultsByNode() }, now);
        return (Progress.Of(plan) with { Trouble = facts.Trouble }, plan.Wake);
    }
}
