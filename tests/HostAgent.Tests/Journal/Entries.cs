using System.Text.Json;
using NodeTasker.HostAgent.Journal;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Tests.Journal;

internal static class Entries
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 4, 5, 678, TimeSpan.Zero);

    /// <summary>Something in every member.</summary>
    public static JournalState FullState() =>
        new()
        {
            Task = "task",
            Runs =
            [
                Ended("000000000001"),
                new JournalEntry
                {
                    Run = new RunId("000000000002-boot12345678"),
                    Phase = RunPhase.Running,
                    Reason = FailureReason.Signaled,
                    Message = "Ünïcode, \"quotes\" and\nlines.",
                    ExitCode = 137,
                    Signal = 9,
                    Attempt = 2,
                    StartTime = Start,
                    CompletionTime = Start.AddSeconds(1.5),
                    Duration = TimeSpan.FromSeconds(1.5),
                    BootId = "boot",
                    Launcher = "process",
                    SignedBy = "release",
                    RetryAt = Start.AddMinutes(1),
                    Terms = new RunTerms
                    {
                        Timeout = TimeSpan.FromSeconds(90),
                        GracePeriod = TimeSpan.Zero,
                        Retries = 3,
                        RetryDelay = TimeSpan.Zero,
                        OnInterrupted = InterruptedPolicy.Rerun,
                        OutputLimit = 1,
                    },
                },
            ],
            Contents = [new PastRun(new RunId("00000000000a"), null), new PastRun(new RunId("00000000000b"), RunPhase.Failed)],
            Slots = [new PastRun(new RunId("00000000000b-202611221004"), RunPhase.Succeeded)],
            HistoryLost = true,
            Shown = new RunId("000000000001"),
        };

    public static JournalEntry Ended(string run, bool reported = true) =>
        new()
        {
            Run = new RunId(run),
            Phase = RunPhase.Succeeded,
            ExitCode = 0,
            Attempt = 1,
            StartTime = Start,
            Reported = reported,
        };

    /// <summary>For comparing: lists are not compared by value.</summary>
    public static string Text(JournalState state) => JsonSerializer.Serialize(state, JournalJson.Default.JournalState);
}
