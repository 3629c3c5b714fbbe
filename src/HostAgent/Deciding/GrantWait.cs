using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Deciding;

/// <summary>What a decision waits for, or has waited for: the controller's word for one run.</summary>
/// <param name="Run">Which run.</param>
/// <param name="Since">Since when, so that the same wait is announced in the same words.</param>
internal sealed record GrantWait(RunId Run, DateTimeOffset Since)
{
    /// <summary>What is left of a wait after <paramref name="decision"/>: a pause of the rollout, or a trouble of the host, does not begin it anew.</summary>
    public static GrantWait? After(Decision decision, GrantWait? wait) =>
        decision switch
        {
            { Grant: { } grant } => grant,
            Decision.Await { Run: var run } when run == wait?.Run => wait,
            _ => null,
        };
}
