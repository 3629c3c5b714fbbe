using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Journal;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Reporting;

/// <summary>From an outcome to what the journal keeps, and from there to what the result shows.</summary>
internal static class RecordBuilder
{
    /// <summary>The entry of <paramref name="running"/> after its attempt ended: the end of the run, or the wait for the next attempt.</summary>
    public static JournalEntry Conclude(JournalEntry running, RunOutcome outcome, DateTimeOffset now)
    {
        var ended = Judge(running, outcome);
        if (outcome.Note is { } note)
            ended = ended with { Message = $"{ended.Message} {note}".Trim() };
        ended = ended with
        {
            Duration = outcome.Duration,
            CompletionTime = outcome.Duration is { } duration && running.StartTime is { } start ? start + duration : now,
            Reported = false,
        };
        if (ended.Phase != RunPhase.Failed || outcome.StoppedBy is StopReason.Cancelled or StopReason.Replaced)
            return ended;

        var rerun = outcome is RunOutcome.Lost { StoppedBy: null } && running.Terms.OnInterrupted == InterruptedPolicy.Rerun;
        if (!rerun && (outcome is RunOutcome.Lost || running.Attempt > running.Terms.Retries))
            return ended;
        // Once at once; but a script that ends its own supervisor must not be started again as fast as the disk can take it.
        var delay =
            !rerun ? running.Terms.RetryDelay
            : running.Attempt == 1 ? TimeSpan.Zero
            : running.Terms.LongestDelay;
        return ended with { Phase = RunPhase.Running, RetryAt = now + delay };
    }

    private static JournalEntry Judge(JournalEntry running, RunOutcome outcome) =>
        outcome switch
        {
            RunOutcome.Exited { OutOfMemory: true, StoppedBy: null } exited => Ended(
                running,
                RunPhase.Failed,
                exited,
                FailureReason.OOMKilled,
                "It needed more memory than its limit and was ended."
            ),
            RunOutcome.Exited { StoppedBy: StopReason.Deadline } or RunOutcome.Exited { TimedOut: true, StoppedBy: null } => Ended(
                running,
                RunPhase.Failed,
                (RunOutcome.Exited)outcome,
                FailureReason.DeadlineExceeded,
                $"It ran longer than its timeout of {Duration.Format(running.Terms.Timeout ?? default)} and was ended."
            ),
            RunOutcome.Exited { StoppedBy: StopReason.Cancelled } exited => Ended(
                running,
                RunPhase.Cancelled,
                exited,
                null,
                "Cancelled by the operator while it ran."
            ),
            RunOutcome.Exited { StoppedBy: StopReason.Replaced } exited => Ended(
                running,
                RunPhase.Cancelled,
                exited,
                null,
                "The task changed, and its concurrencyPolicy is Replace."
            ),
            RunOutcome.Exited { ExitCode: 0 } exited => Ended(running, RunPhase.Succeeded, exited, null, null),
            RunOutcome.Exited { Signal: { } signal } exited => Ended(
                running,
                RunPhase.Failed,
                exited,
                FailureReason.Signaled,
                $"The script was ended by signal {signal}."
            ),
            RunOutcome.Exited exited => Ended(
                running,
                RunPhase.Failed,
                exited,
                FailureReason.NonZeroExit,
                $"The script ended with exit code {exited.ExitCode}."
            ),
            RunOutcome.NotStarted { StoppedBy: StopReason.Cancelled or StopReason.Replaced } => running with
            {
                Phase = RunPhase.Cancelled,
                Reason = null,
                Message = "Cancelled before the script started.",
            },
            RunOutcome.NotStarted failed => running with
            {
                Phase = RunPhase.Failed,
                Reason = FailureReason.StartError,
                Message = failed.Message,
            },
            RunOutcome.Lost { StoppedBy: StopReason.Cancelled or StopReason.Replaced } => running with
            {
                Phase = RunPhase.Cancelled,
                Reason = null,
                Message = "Cancelled while it ran.",
            },
            RunOutcome.Lost { StoppedBy: StopReason.Deadline } => running with
            {
                Phase = RunPhase.Failed,
                Reason = FailureReason.DeadlineExceeded,
                Message = $"It ran longer than its timeout of {Duration.Format(running.Terms.Timeout ?? default)} and was ended.",
            },
            RunOutcome.Lost lost => running with { Phase = RunPhase.Failed, Reason = FailureReason.Interrupted, Message = lost.Message },
            _ => throw new NotSupportedException($"Unknown outcome: {outcome}"),
        };

    private static JournalEntry Ended(JournalEntry running, RunPhase phase, RunOutcome.Exited exited, string? reason, string? message) =>
        running with
        {
            Phase = phase,
            Reason = reason,
            Message = message,
            ExitCode = exited.ExitCode,
            Signal = exited.Signal,
        };

    /// <summary>The record that the result of <paramref name="entry"/> shows, with the output as it is now.</summary>
    public static RunRecord Record(string task, string node, JournalEntry entry, OutputLog? log)
    {
        var output = entry.Attempt > 0 ? log?.Read(entry.Terms.OutputLimit) : null;
        return new RunRecord
        {
            Task = task,
            Node = node,
            Run = entry.Run,
            Phase = entry.Phase,
            Reason = entry.Reason,
            Message = entry.RetryAt is { } retryAt
                ? $"Attempt {entry.Attempt} failed: {entry.Message} The next one is due at {retryAt.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}."
                : entry.Message,
            ExitCode = entry.ExitCode,
            Signal = entry.Signal,
            Attempt = entry.Attempt,
            StartTime = entry.StartTime,
            CompletionTime = entry.CompletionTime,
            Duration = entry.Duration,
            Output = output?.Excerpt.Text,
            OutputBytes = output?.TotalBytes ?? 0,
            OutputTruncated = output?.Excerpt.IsTruncated ?? false,
            LogPath = entry.Attempt > 0 ? log?.Path : null,
            SignedBy = entry.SignedBy,
        };
    }
}
