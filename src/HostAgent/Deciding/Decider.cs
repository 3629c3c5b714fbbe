using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Journal;
using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Signing;

namespace NodeTasker.HostAgent.Deciding;

/// <summary>What to do next, from what is; no clock, no I/O.</summary>
internal static class Decider
{
    /// <param name="view">All that is known.</param>
    /// <param name="now">The time, for retries, schedules and <c>notAfter</c>.</param>
    public static Decision Decide(NodeView view, DateTimeOffset now)
    {
        if (view.Task is null)
            return new Decision.Ignore("the task has not been read yet") { IsNews = false };
        return view.Active is { } active ? DecideRunning(active, view, now) : DecideIdle(view, now);
    }

    private static Decision DecideRunning(RunId active, NodeView view, DateTimeOffset now)
    {
        if (!view.IsStopping && view.Task!.Cancelled is { } cancelled && active.IsOf(cancelled))
            return new Decision.Cancel(active, StopReason.Cancelled);
        if (view.Task!.Task is null)
            return new Decision.Ignore("the task is gone; the run that is under way goes on to its end");
        if (view.IsStopping || view.Task.Task is not ParsedTask.Valid { Spec: var spec })
            return new Decision.Ignore("a run is under way") { IsNews = false };
        if (IsCancelled(spec, active))
            return new Decision.Cancel(active, StopReason.Cancelled);
        var goesOn = new Decision.Ignore("a run is under way") { IsNews = false };
        if (spec.ConcurrencyPolicy != ConcurrencyPolicy.Replace)
            return goesOn;
        return DecideIdle(view with { Active = null }, now) switch
        {
            // The grant is read anew when the old run has ended: it may be taken back meanwhile.
            Decision.Start next when next.Run != active => new Decision.Cancel(active, StopReason.Replaced),
            Decision.Await { Grant: { } grant } next when next.Run != active => goesOn with { Grant = grant, Wake = next.Wake },
            _ => goesOn,
        };
    }

    private static Decision DecideIdle(NodeView view, DateTimeOffset now)
    {
        var decision = DecideWanted(view, now);
        return view.Journal.Runs.FirstOrDefault(r => r.RetryAt is not null) is { } waiting && !Concerns(decision, waiting, view)
            ? GiveUp(waiting, decision)
            : decision;
    }

    /// <summary>Whether the run that waits for its next attempt is still what is wanted here.</summary>
    private static bool Concerns(Decision decision, JournalEntry waiting, NodeView view) =>
        decision switch
        {
            Decision.Start start => start.Run == waiting.Run,
            Decision.Conclude conclude => conclude.Run == waiting.Run,
            _ when WhyNotTrusted(view) is not null => true,
            Decision.Ignore { Wake: { } wake } => wake == waiting.RetryAt,
            Decision.Ignore when view.Blocked is not null || LabelsAreMissing(view) => true,
            _ => view.Task!.Task is ParsedTask.Bad,
        };

    /// <summary>While the Node is not heard of nobody knows whether this node is selected.</summary>
    private static bool LabelsAreMissing(NodeView view) =>
        view.Labels is null && view.Task!.Task is ParsedTask.Valid { Spec.NodeSelector.IsEverything: false };

    private static Decision.Conclude GiveUp(JournalEntry waiting, Decision instead)
    {
        var why = instead is Decision.Ignore { Settled: null } ignored ? ignored.Why : "another was wanted here before it was due";
        return new(waiting.Run, RunPhase.Failed, waiting.Reason, $"{waiting.Message} There was no further attempt: {why}.");
    }

    private static Decision DecideWanted(NodeView view, DateTimeOffset now)
    {
        switch (view.Task!.Task)
        {
            case null:
                return new Decision.Ignore("there is no task");
            case ParsedTask.Empty:
                return new Decision.Ignore("the task is empty");
            case ParsedTask.Bad bad:
                return DecideBad(bad, view);
            case ParsedTask.Valid { Spec: var spec }:
                return DecideValid(spec, view, now);
            default:
                throw new NotSupportedException($"Unknown kind of task: {view.Task.Task}");
        }
    }

    /// <summary>A finished result is never replaced by the news that the same content now has a bad option.</summary>
    private static Decision DecideBad(ParsedTask.Bad bad, NodeView view) =>
        view.Journal.HasRun(bad.Run)
            ? new Decision.Ignore(
                $"the task is bad, and this node has run its content: {MessageOf(bad)}",
                RunSlots.NewestOf(bad.Run, view.Journal)
            )
            : new Decision.Reject(bad.Run, RejectedReason.BadTask, MessageOf(bad));

    private static string MessageOf(ParsedTask.Bad bad) => string.Join(" ", bad.Problems.Select(p => p.Message));

    private static Decision DecideValid(TaskSpec spec, NodeView view, DateTimeOffset now)
    {
        if (DecideSelection(spec, view) is { } unselected)
            return unselected;

        var run = RunSlots.WantedRun(spec, view, now);
        var wake = spec.Schedule?.Next(now);
        if (WhyNotTrusted(view) is { } refused)
            return DecideUntrusted(run, refused, view) with { Wake = wake };

        if (view.Journal.Find(run) is { } entry)
            return DecideKnown(spec, run, entry, view, now, wake);
        if (view.Journal.HasRun(run) && !view.Journal.HistoryLost)
            return new Decision.Ignore("this node has run it", run) { Wake = wake };
        return DecideNew(spec, run, view, now);
    }

    /// <summary>Without a verdict nothing is trusted: a check that was left out must not pass.</summary>
    private static SignatureVerdict.Refused? WhyNotTrusted(NodeView view) =>
        !view.NeedsSignature
            ? null
            : view.Signature switch
            {
                SignatureVerdict.Trusted => null,
                SignatureVerdict.Refused refused => refused,
                _ => new SignatureVerdict.Refused(RejectedReason.BadSignature, "The task's signature was not checked."),
            };

    /// <summary>As with a bad task: what has ended is shown as it ended, and a retry waits for a version that may run.</summary>
    private static Decision DecideUntrusted(RunId run, SignatureVerdict.Refused refused, NodeView view) =>
        view.Journal.HasRun(run)
            ? new Decision.Ignore($"the task is not trusted, and this node has run its content: {refused.Message}", run)
            : new Decision.Reject(run, refused.Reason, refused.Message);

    private static string? SignerOf(NodeView view) =>
        view.NeedsSignature && view.Signature is SignatureVerdict.Trusted { SignedBy: var signer } ? signer : null;

    private static Decision.Ignore? DecideSelection(TaskSpec spec, NodeView view)
    {
        if (!spec.Nodes.Matches(view.Node))
            return new Decision.Ignore("the task's nodes do not name this node");
        if (spec.NodeSelector.IsEverything)
            return null;
        if (view.Labels is null)
            return new Decision.Ignore("the labels of this node are not known yet");
        return spec.NodeSelector.Matches(view.Labels) ? null : new Decision.Ignore("the task's nodeSelector does not select this node");
    }

    private static Decision DecideKnown(
        TaskSpec spec,
        RunId run,
        JournalEntry entry,
        NodeView view,
        DateTimeOffset now,
        DateTimeOffset? wake
    )
    {
        if (entry.IsStarted)
            return new Decision.Ignore("an attempt of it is being recovered");
        if (entry.HasEnded)
            return new Decision.Ignore("this node has run it", run) { IsNews = false, Wake = wake };
        if (IsCancelled(spec, run))
            return new Decision.Conclude(run, RunPhase.Cancelled, null, $"Cancelled after attempt {entry.Attempt}.");
        if (spec.NotAfter < now)
            return new Decision.Conclude(
                run,
                RunPhase.Failed,
                entry.Reason,
                $"{entry.Message} There was no further attempt: notAfter is over."
            );
        if (WhyNotForUs(spec, view) is { } others)
            return new Decision.Conclude(run, RunPhase.Failed, entry.Reason, $"{entry.Message} There was no further attempt: {others}");
        // A time that is farther away than its delay was set by a clock that was ahead then.
        if (entry.RetryAt > now && entry.RetryAt - now <= entry.Terms.LongestDelay)
            return new Decision.Ignore("the next attempt is not due yet", run) { IsNews = false, Wake = entry.RetryAt };
        return view.Blocked is { } blocked
            ? new Decision.Ignore($"the next attempt waits: {blocked}", run)
            : new Decision.Start(spec, run, entry.Attempt + 1) { SignedBy = SignerOf(view) };
    }

    private static Decision DecideNew(TaskSpec spec, RunId run, NodeView view, DateTimeOffset now)
    {
        if (IsCancelled(spec, run))
            return new Decision.Conclude(run, RunPhase.Cancelled, null, "Cancelled before it started.");
        if (spec.NotAfter < now)
            return new Decision.Reject(
                run,
                RejectedReason.NotAfter,
                $"notAfter '{spec.NotAfter:O}' is over: nothing of this task may start any more. Set a later time, and sign the task again if it is signed."
            );
        if (WhyNotForUs(spec, view) is { } others)
            return new Decision.Reject(run, RejectedReason.WrongAudience, others);

        if (view.Journal.HistoryLost && spec.OnInterrupted == InterruptedPolicy.Fail)
        {
            return new Decision.Conclude(
                run,
                RunPhase.Failed,
                FailureReason.Interrupted,
                "The node's journal was unreadable, so this run may have happened already; it was not started again. Change the task's nonce to run it, or set onInterrupted=Rerun."
            );
        }

        if (view.Blocked is { } blocked)
            return new Decision.Await(run, blocked) { Reason = PendingReason.Blocked };
        if (spec.Paused)
            return new Decision.Await(run, "the rollout is paused");
        if (!spec.IsGated)
            return new Decision.Start(spec, run, 1) { SignedBy = SignerOf(view) };

        var grant = view.Waiting is { } waiting && waiting.Run == run ? waiting : new GrantWait(run, now);
        if (view.Grant == run.Value)
            return new Decision.Start(spec, run, 1) { Grant = grant, SignedBy = SignerOf(view) };
        var message = $"waiting for the controller (since {grant.Since.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ})";
        return new Decision.Await(run, message) { Grant = grant, Wake = Earlier(spec.Schedule?.Next(now), AfterLastStart(spec)) };
    }

    /// <summary>When what waits is too late.</summary>
    private static DateTimeOffset? AfterLastStart(TaskSpec spec) =>
        spec.NotAfter is { } last && last < DateTimeOffset.MaxValue.AddDays(-1) ? last.AddMilliseconds(1) : null;

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;

    private static string? WhyNotForUs(TaskSpec spec, NodeView view) =>
        spec.Audience is null || spec.Audience == view.Audience
            ? null
            : $"audience '{spec.Audience}' is not this agent's ({(view.Audience is { } own ? $"'{own}'" : "it has no --audience")}): the task is meant for other nodes.";

    /// <summary>Cancelling a content cancels its slots too.</summary>
    private static bool IsCancelled(TaskSpec spec, RunId run) => spec.Cancelled is { } cancelled && run.IsOf(cancelled);
}
