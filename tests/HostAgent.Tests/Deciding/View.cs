using NodeTasker.HostAgent.Deciding;
using NodeTasker.HostAgent.Journal;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.HostAgent.Watching;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Tests.Deciding;

/// <summary>What a decision looks at, in the shape in which a test says it.</summary>
internal static class View
{
    public const string Boot = "11111111-2222-3333-4444-555555555555";
    public const string NextBoot = "aaaaaaaa-2222-3333-4444-555555555555";

    public static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 4, 5, TimeSpan.Zero);

    public static NodeView Of(TaskSnapshot? task, params JournalEntry[] runs) =>
        new()
        {
            Node = Wish.Node,
            BootId = Boot,
            Task = task,
            Labels = new Dictionary<string, string>(),
            Journal = new JournalState { Task = Wish.Task, Runs = runs },
        };

    /// <summary>An entry of <paramref name="run"/> that started a minute ago and ended thirty seconds ago.</summary>
    public static JournalEntry Entry(RunId run, RunPhase phase = RunPhase.Succeeded) =>
        new()
        {
            Run = run,
            Phase = phase,
            Attempt = 1,
            BootId = Boot,
            StartTime = Now.AddMinutes(-1),
            CompletionTime = phase == RunPhase.Running ? null : Now.AddSeconds(-30),
            Reported = phase != RunPhase.Running,
        };

    public static JournalEntry Waiting(RunId run, DateTimeOffset retryAt, int attempt = 1) =>
        Entry(run, RunPhase.Running) with
        {
            Attempt = attempt,
            RetryAt = retryAt,
            Reason = FailureReason.NonZeroExit,
            Message = "The script ended with exit code 1.",
            CompletionTime = Now.AddSeconds(-30),
        };

    public static Decision Decide(NodeView view, DateTimeOffset? now = null) => Decider.Decide(view, now ?? Now);
}
