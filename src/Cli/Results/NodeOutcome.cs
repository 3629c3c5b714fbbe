using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Results;

/// <summary>What is known of a run on one node, as the operator sees it.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Record">Its result; null while there is none.</param>
/// <param name="Trouble">Why no more will come from this node; null while more may come.</param>
/// <param name="Phase">The phase as the rollout sees it; null where result and trouble say all.</param>
internal sealed record NodeOutcome(string Node, RunRecord? Record = null, string? Trouble = null, string? Phase = null)
{
    /// <summary>Whether the run has ended on this node.</summary>
    public bool HasEnded => Record?.Phase is RunPhase.Succeeded or RunPhase.Failed or RunPhase.Cancelled or RunPhase.Rejected;

    /// <summary>Whether there is nothing more to wait for.</summary>
    public bool IsFinal => HasEnded || Trouble is not null;
}
