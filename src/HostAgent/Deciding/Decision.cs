using NodeTasker.HostAgent.Executing;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Deciding;

/// <summary>What the agent does next for one task.</summary>
internal abstract record Decision
{
    private Decision() { }

    /// <summary>Nothing, until something changes or <paramref name="Wake"/> has come.</summary>
    /// <param name="Why">For the log and for tests.</param>
    /// <param name="Settled">The run that this node has behind it and that its result should show.</param>
    /// <param name="Wake">When to decide again though nothing changed.</param>
    public sealed record Ignore(string Why, RunId? Settled = null, DateTimeOffset? Wake = null) : Decision
    {
        /// <summary>Whether an operator would ask why nothing happens; after a run of its own the log has said enough.</summary>
        public bool IsNews { get; init; } = true;
    }

    /// <summary>The task is bad, or not to be trusted: say so, run nothing.</summary>
    /// <param name="Run">What it would have run.</param>
    /// <param name="Reason">See <see cref="RejectedReason"/>.</param>
    /// <param name="Message">What is wrong and what to do about it.</param>
    public sealed record Reject(RunId Run, string Reason, string Message) : Decision;

    /// <summary>The run waits for a grant.</summary>
    public sealed record Await(RunId Run, string Message) : Decision;

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
