using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Journal;
using NodeTasker.HostAgent.Reporting;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Reporting;

public sealed class RecordBuilderTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Start.AddMinutes(5);

    [Theory]
    [InlineData(0, null, null, RunPhase.Succeeded, null, null)]
    [InlineData(1, null, null, RunPhase.Failed, "NonZeroExit", "The script ended with exit code 1.")]
    [InlineData(255, null, null, RunPhase.Failed, "NonZeroExit", "The script ended with exit code 255.")]
    [InlineData(143, 15, null, RunPhase.Failed, "Signaled", "The script was ended by signal 15.")]
    [InlineData(
        143,
        15,
        StopReason.Deadline,
        RunPhase.Failed,
        "DeadlineExceeded",
        "It ran longer than its timeout of 1m30s and was ended."
    )]
    [InlineData(
        0,
        null,
        StopReason.Deadline,
        RunPhase.Failed,
        "DeadlineExceeded",
        "It ran longer than its timeout of 1m30s and was ended."
    )]
    [InlineData(137, 9, StopReason.Cancelled, RunPhase.Cancelled, null, "Cancelled by the operator while it ran.")]
    [InlineData(0, null, StopReason.Cancelled, RunPhase.Cancelled, null, "Cancelled by the operator while it ran.")]
    [InlineData(143, 15, StopReason.Replaced, RunPhase.Cancelled, null, "The task changed, and its concurrencyPolicy is Replace.")]
    internal void The_end_of_a_script_is_judged_by_who_ended_it(
        int exitCode,
        int? signal,
        StopReason? stoppedBy,
        RunPhase phase,
        string? reason,
        string? message
    )
    {
        var entry = Conclude(new RunOutcome.Exited(exitCode, signal) { StoppedBy = stoppedBy });

        Assert.Equal((phase, reason, message), (entry.Phase, entry.Reason, entry.Message));
        Assert.Equal((exitCode, signal), (entry.ExitCode, entry.Signal));
        Assert.True(entry.HasEnded);
    }

    [Theory]
    [InlineData(null, RunPhase.Failed, "StartError", "no shell")]
    [InlineData(StopReason.Deadline, RunPhase.Failed, "StartError", "no shell")]
    [InlineData(StopReason.Cancelled, RunPhase.Cancelled, null, "Cancelled before the script started.")]
    [InlineData(StopReason.Replaced, RunPhase.Cancelled, null, "Cancelled before the script started.")]
    internal void A_script_that_could_not_be_started_says_why(StopReason? stoppedBy, RunPhase phase, string? reason, string message)
    {
        var entry = Conclude(new RunOutcome.NotStarted("no shell") { StoppedBy = stoppedBy });

        Assert.Equal((phase, reason, message, null), (entry.Phase, entry.Reason, entry.Message, entry.ExitCode));
    }

    [Theory]
    [InlineData(null, RunPhase.Failed, "Interrupted", "rebooted")]
    [InlineData(StopReason.Deadline, RunPhase.Failed, "DeadlineExceeded", "It ran longer than its timeout of 1m30s and was ended.")]
    [InlineData(StopReason.Cancelled, RunPhase.Cancelled, null, "Cancelled while it ran.")]
    [InlineData(StopReason.Replaced, RunPhase.Cancelled, null, "Cancelled while it ran.")]
    internal void A_script_whose_end_nobody_knows_was_interrupted(StopReason? stoppedBy, RunPhase phase, string? reason, string message)
    {
        var entry = Conclude(new RunOutcome.Lost("rebooted") { StoppedBy = stoppedBy });

        Assert.Equal((phase, reason, message), (entry.Phase, entry.Reason, entry.Message));
    }

    public static TheoryData<string, int, int, string, bool> Retries =>
        new()
        {
            // what came of it, retries, attempt, onInterrupted, whether there is a next attempt
            { "failed", 0, 1, "Fail", false },
            { "failed", 1, 1, "Fail", true },
            { "failed", 1, 2, "Fail", false },
            { "failed", 0, 1, "Rerun", false },
            { "late", 1, 1, "Fail", true },
            { "unstarted", 1, 1, "Fail", true },
            { "unstarted", 0, 1, "Rerun", false },
            { "lost", 3, 1, "Fail", false },
            { "lost", 0, 1, "Rerun", true },
            { "lost", 0, 7, "Rerun", true },
            { "succeeded", 3, 1, "Rerun", false },
            { "cancelled", 3, 1, "Rerun", false },
            { "replaced", 3, 1, "Rerun", false },
            { "lost and cancelled", 3, 1, "Rerun", false },
        };

    [Theory]
    [MemberData(nameof(Retries))]
    public void Only_a_failure_has_a_next_attempt_and_only_as_many_as_are_wished(
        string outcome,
        int retries,
        int attempt,
        string onInterrupted,
        bool again
    )
    {
        var running = Running() with { Attempt = attempt };
        running = running with
        {
            Terms = running.Terms with
            {
                Retries = retries,
                RetryDelay = TimeSpan.FromSeconds(7),
                OnInterrupted = Enum.Parse<InterruptedPolicy>(onInterrupted),
            },
        };

        var entry = RecordBuilder.Conclude(running, OutcomeNamed(outcome), Now);

        Assert.Equal(again, !entry.HasEnded);
        Assert.Equal(attempt, entry.Attempt);
        if (again)
            Assert.Equal(
                (RunPhase.Running, Now + (outcome == "lost" && attempt == 1 ? TimeSpan.Zero : TimeSpan.FromSeconds(7))),
                (entry.Phase, entry.RetryAt)
            );
        else
            Assert.Null(entry.RetryAt);
    }

    [Fact]
    public void The_end_is_the_start_and_the_duration_where_that_is_known_and_else_now()
    {
        Assert.Equal(Start.AddSeconds(2), Conclude(new RunOutcome.Exited(0, null) { Duration = TimeSpan.FromSeconds(2) }).CompletionTime);
        Assert.Equal(Now, Conclude(new RunOutcome.Exited(0, null)).CompletionTime);
    }

    [Fact]
    public void What_could_not_be_ended_stands_in_the_message()
    {
        var stopped = Conclude(new RunOutcome.Exited(137, 9) { StoppedBy = StopReason.Deadline, Note = "1 process could not be ended: 7" });
        var plain = Conclude(new RunOutcome.Exited(0, null) { Note = "1 process could not be ended: 7" });

        Assert.EndsWith("was ended. 1 process could not be ended: 7", stopped.Message, StringComparison.Ordinal);
        Assert.Equal("1 process could not be ended: 7", plain.Message);
    }

    [Fact]
    public void An_end_has_not_been_reported() =>
        Assert.False(RecordBuilder.Conclude(Running() with { Reported = true }, new RunOutcome.Exited(0, null), Now).Reported);

    [Fact]
    public void A_record_shows_the_entry_and_the_output()
    {
        using var dir = new TempDir();
        var log = new OutputLog(dir.Write("output.log", "hello\n"));
        var entry = Conclude(new RunOutcome.Exited(3, null) { Duration = TimeSpan.FromSeconds(2) });

        var record = RecordBuilder.Record("task", "node", entry, log);

        Assert.Equal(
            new RunRecord
            {
                Task = "task",
                Node = "node",
                Run = new RunId("0123456789ab"),
                Phase = RunPhase.Failed,
                Reason = FailureReason.NonZeroExit,
                Message = "The script ended with exit code 3.",
                ExitCode = 3,
                Attempt = 1,
                StartTime = Start,
                CompletionTime = Start.AddSeconds(2),
                Duration = TimeSpan.FromSeconds(2),
                Output = "hello\n",
                OutputBytes = 6,
                LogPath = log.Path,
            },
            record
        );
    }

    [Fact]
    public void A_record_holds_of_a_long_output_what_its_limit_allows()
    {
        using var dir = new TempDir();
        var log = new OutputLog(dir.Write("output.log", string.Concat(Enumerable.Repeat("0123456789", 1000))));
        var entry = Running() with { Terms = new RunTerms { OutputLimit = 1024 } };

        var record = RecordBuilder.Record("task", "node", entry, log);

        Assert.True(record.OutputTruncated);
        Assert.Equal(10_000, record.OutputBytes);
        Assert.InRange(record.Output!.Length, 900, 1024);
    }

    [Fact]
    public void A_record_says_which_key_has_signed_the_task() =>
        Assert.Equal("release", RecordBuilder.Record("task", "node", Running() with { SignedBy = "release" }, null).SignedBy);

    [Fact]
    public void A_run_that_never_started_has_no_output_and_no_log()
    {
        var record = RecordBuilder.Record("task", "node", Running() with { Attempt = 0 }, new OutputLog("/no/such"));

        Assert.Equal((null, null, 0L), (record.Output, record.LogPath, record.OutputBytes));
    }

    [Fact]
    public void A_record_says_when_the_next_attempt_is_due()
    {
        var waiting = Running() with { RetryAt = Now, Message = "The script ended with exit code 1." };

        Assert.Equal(
            "Attempt 1 failed: The script ended with exit code 1. The next one is due at 2026-11-22T10:05:00Z.",
            RecordBuilder.Record("task", "node", waiting, null).Message
        );
    }

    private static RunOutcome OutcomeNamed(string name) =>
        name switch
        {
            "succeeded" => new RunOutcome.Exited(0, null),
            "failed" => new RunOutcome.Exited(1, null),
            "late" => new RunOutcome.Exited(143, 15) { StoppedBy = StopReason.Deadline },
            "cancelled" => new RunOutcome.Exited(143, 15) { StoppedBy = StopReason.Cancelled },
            "replaced" => new RunOutcome.Exited(143, 15) { StoppedBy = StopReason.Replaced },
            "unstarted" => new RunOutcome.NotStarted("no shell"),
            "lost" => new RunOutcome.Lost("rebooted"),
            "lost and cancelled" => new RunOutcome.Lost("rebooted") { StoppedBy = StopReason.Cancelled },
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
        };

    private static JournalEntry Conclude(RunOutcome outcome) => RecordBuilder.Conclude(Running(), outcome, Now);

    private static JournalEntry Running() =>
        new()
        {
            Run = new RunId("0123456789ab"),
            Phase = RunPhase.Running,
            Attempt = 1,
            StartTime = Start,
            Terms = new RunTerms { Timeout = TimeSpan.FromSeconds(90) },
        };
}
