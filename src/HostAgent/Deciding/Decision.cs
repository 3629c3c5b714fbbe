using NodeTasker.HostAgent.Executing;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Deciding;

/// <summary>What the agent does next for one task.</summary>
internal abstract record Decision
{
    private Decision() { }

    /// <summary>The grant that the decision waits for, or rests on; null when no grant would change it.</summary>
    public GrantWait? Grant { get; init; }

    /// <summary>When to decide again though nothing changed; null for never.</summary>
    public DateTimeOffset? Wake { get; init; }

    /// <summary>Nothing, until something changes.</summary>
    /// <param name="Why">For the log and for tests.</param>
    /// <param name="Settled">The run that this node has behind it, or of which it waits for the next attempt, and that its result should show.</param>
    public sealed record Ignore(string Why, RunId? Settled = null) : Decision
    {
        /// <summary>Whether an operator would ask why nothing happens; after a run of its own the log has said enough.</summary>
        public bool IsNews { get; init; } = true;
    }

    /// <summary>The task is bad, or not to be trusted: say so, run nothing.</summary>
    /// <param name="Run">What it would have run.</param>
    /// <param name="Reason">See <see cref="RejectedReason"/>.</param>
    /// <param name="Message">What is wrong and what to do about it.</param>
    public sealed record Reject(RunId Run, string Reason, string Message) : Decision;

    /// <summary>The run waits for the controller, the operator or the host, and says so.</summary>
    /// <param name="Run">Which run.</param>
    /// <param name="Message">What it waits for.</param>
    public sealed record Await(RunId Run, string Message) : Decision
    {
        /// <summary>See <see cref="PendingReason"/>; null when it waits for a grant or the operator.</summary>
        public string? Reason { get; init; }
    }

    /// <summary>Start an attempt of a run.</summary>
    public sealed record Start(TaskSpec Spec, RunId Run, int Attempt) : Decision
    {
        /// <summary>The trusted key that signed the task; null where signatures are not asked for.</summary>
        public string? SignedBy { get; init; }
    }

    /// <summary>End the attempt that is under way.</summary>
    public sealed record Cancel(RunId Run, StopReason Reason) : Decision;

    /// <summary>End a run without a (further) start.</summary>
    public sealed record Conclude(RunId Run, RunPhase Phase, string? Reason, string Message) : Decision;
}
