using NodeTasker.Controller.History;
using NodeTasker.Controller.Watching;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Tests.History;

public sealed class RunHistoryTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly RunId Content = new("aaaaaaaaaaaa");
    private static readonly RunOrigin Origin = new(Now.AddMinutes(-1), "kubectl-replace", "ada");

    [Fact]
    public void The_last_twenty_runs_are_kept()
    {
        var history = RunHistory.Empty;
        for (var number = 0; number < 25; number++)
            history = history.With(new HistoryEntry { Run = new RunId($"run-{number}"), SetTime = Now.AddMinutes(number) }, Content);

        Assert.Equal(20, history.Entries.Count);
        Assert.Equal(("run-24", "run-5"), (history.Entries[0].Run.Value, history.Entries[^1].Run.Value));
    }

    [Fact]
    public void A_runs_entry_is_replaced_by_what_is_known_now()
    {
        var entry = new HistoryEntry { Run = Content, SetTime = Now };

        var history = RunHistory.Empty.With(entry, Content).With(entry with { Status = RolloutStatus.Complete }, Content);

        Assert.Equal(RolloutStatus.Complete, Assert.Single(history.Entries).Status);
    }

    [Fact]
    public void The_content_stays_however_many_minutes_came_after_it()
    {
        var history = RunHistory.Empty.With(new HistoryEntry { Run = Content, SetTime = Now }, Content);
        for (var number = 1; number < 30; number++)
            history = history.With(new HistoryEntry { Run = Content.InSlot($"{number}"), SetTime = Now.AddMinutes(number) }, Content);

        Assert.Equal(20, history.Entries.Count);
        Assert.Equal(
            ("aaaaaaaaaaaa-29", "aaaaaaaaaaaa-11", Content),
            (history.Entries[0].Run.Value, history.Entries[^2].Run.Value, history.Entries[^1].Run)
        );
    }

    [Theory]
    [InlineData(RolloutStatus.InProgress, true)]
    [InlineData(RolloutStatus.Paused, true)]
    [InlineData(RolloutStatus.Halted, true)]
    [InlineData(RolloutStatus.Complete, false)]
    public void A_run_that_another_took_the_place_of_does_not_go_on_for_ever(RolloutStatus status, bool isReplaced)
    {
        var entry = new HistoryEntry
        {
            Run = Content,
            SetTime = Now,
            Status = status,
        };
        var history = RunHistory.Empty.With(entry, Content);
        Assert.False(history.Find(Content)!.IsReplaced);

        var next = history.With(
            new HistoryEntry { Run = new RunId("bbbbbbbbbbbb"), SetTime = Now.AddMinutes(1) },
            new RunId("bbbbbbbbbbbb")
        );

        Assert.Equal((status, isReplaced), (next.Find(Content)!.Status, next.Find(Content)!.IsReplaced));
        Assert.False(next.Entries[0].IsReplaced);
        Assert.Equal(isReplaced, history.Closed().Find(Content)!.IsReplaced);
        Assert.False(next.With(entry, Content).Find(Content)!.IsReplaced);
    }

    [Fact]
    public void An_entry_has_the_options_but_no_script_environment_file_or_signature()
    {
        var entry = RunHistory.Empty.EntryOf(
            Setting(
                new()
                {
                    ["task"] = "echo",
                    ["env.SECRET"] = "x",
                    ["file.key"] = "y",
                    ["signature"] = "z",
                    ["parallelism"] = "5",
                    ["nodes"] = new string('n', 600),
                }
            ),
            Plan(RolloutStatus.InProgress),
            Now
        );

        Assert.Equal(["nodes", "parallelism"], entry.Options.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("5", entry.Options["parallelism"]);
        Assert.Equal(513, entry.Options["nodes"].Length);
        Assert.Equal((Origin.SetTime, "kubectl-replace", "ada"), (entry.SetTime, entry.Manager, entry.User));
    }

    [Fact]
    public void The_end_of_a_run_keeps_its_time_until_it_goes_on()
    {
        var setting = Setting(new() { ["task"] = "echo" });
        var first = RunHistory.Empty.EntryOf(setting, Plan(RolloutStatus.Complete), Now);
        var history = RunHistory.Empty.With(first, Content);

        Assert.Equal(Now, first.CompletionTime);
        Assert.Equal(Now, history.EntryOf(setting, Plan(RolloutStatus.Complete), Now.AddHours(1)).CompletionTime);
        Assert.Null(history.EntryOf(setting, Plan(RolloutStatus.InProgress), Now.AddHours(1)).CompletionTime);
    }

    [Fact]
    public void A_scheduled_run_is_as_old_as_its_first_trace()
    {
        var setting = Setting(new() { ["task"] = "echo" });
        var minute = Plan(RolloutStatus.InProgress) with { Run = new RunId("aaaaaaaaaaaa-202601020000") };
        var first = RunHistory.Empty.EntryOf(setting, minute, Now);

        Assert.Equal(Now, first.SetTime);
        Assert.Equal(Now, RunHistory.Empty.With(first, Content).EntryOf(setting, minute, Now.AddMinutes(1)).SetTime);
    }

    private static RolloutPlan Plan(RolloutStatus status) =>
        new()
        {
            Run = Content,
            Status = status,
            Nodes = [new NodeProgress("n1", NodePhase.Succeeded)],
            Ledger = GrantLedger.Empty,
        };

    private static TaskSetting Setting(Dictionary<string, string> data)
    {
        var document = new TaskDocument("node-tasker", data, new Dictionary<string, byte[]>(), new Dictionary<string, string>());
        return new(Content, Origin, document, "sha256:1", Origin);
    }
}
