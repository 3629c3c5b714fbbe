using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Journal;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests;

/// <summary>What the journal knows before anything happens, and what a restarted agent makes of it.</summary>
public sealed class JournalFirstTests : IDisposable
{
    private static readonly RunId Run = Wish.Spec().Run;
    private readonly TempDir _dir = new();

    public void Dispose() => _dir.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task An_attempt_is_in_the_journal_on_disk_before_it_starts()
    {
        await using var agent = new TestAgent(_dir.Path);
        JournalEntry? onDisk = null;
        agent.Executor.Starting = _ => onDisk = new JournalFile(_dir["state/node-tasker.journal"]).Read()!.Find(Run);
        agent.Start().Wished.Set(("timeout", "90s"));

        await agent.StartedAsync().WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((RunPhase.Running, 1, FakeExecutor.Boot, "process"), (onDisk!.Phase, onDisk.Attempt, onDisk.BootId, onDisk.Launcher));
        Assert.Equal(TimeSpan.FromSeconds(90), onDisk.Terms.Timeout);
    }

    [Fact(Timeout = 60_000)]
    public async Task Where_the_journal_cannot_be_written_nothing_starts_and_the_result_says_so_until_it_can()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        Directory.Move(_dir["state"], _dir["elsewhere"]);

        agent.Wished.Set();
        await Eventually.IsTrueAsync(
            "Pending is written",
            () => agent.Reporter.Tries > 0,
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Empty(agent.Executor.Started);
        Assert.Contains(
            "\nTask node-tasker: the agent's state cannot be written",
            "\n" + string.Join('\n', agent.Log.Lines.Select(l => l.Text)),
            StringComparison.Ordinal
        );

        Directory.Move(_dir["elsewhere"], _dir["state"]);
        await Eventually.BecomesAsync(
            "it starts",
            () =>
            {
                agent.Time.Advance(TimeSpan.FromSeconds(60));
                return agent.Executor.Started.Count;
            },
            started => started == 1,
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Contains(agent.Reporter.Delivered, r =>
            r.Phase == RunPhase.Pending && r.Message!.Contains("cannot be written, so nothing is started", StringComparison.Ordinal)
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task An_end_that_cannot_be_journalled_is_journalled_later_and_the_script_not_started_again()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set();
        var script = await agent.StartedAsync();
        Directory.Move(_dir["state"], _dir["elsewhere"]);

        script.End(3);
        await agent.LogsAsync("state cannot be written");
        Directory.Move(_dir["elsewhere"], _dir["state"]);
        await Eventually.BecomesAsync(
            "its end is shown",
            () =>
            {
                agent.Time.Advance(TimeSpan.FromSeconds(60));
                return agent.Reporter.Last;
            },
            last => last?.Phase == RunPhase.Failed,
            cancellationToken: TestContext.Current.CancellationToken
        );

        Assert.Single(agent.Executor.Started);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_result_that_could_not_be_sent_is_sent_by_a_restarted_agent()
    {
        await using (var agent = new TestAgent(_dir.Path))
        {
            agent.Reporter.Hold();
            agent.Start().Wished.Set();
            (await agent.StartedAsync()).End(3);
            await Eventually.IsTrueAsync(
                "it is tried",
                () => agent.Reporter.Tries == 1,
                cancellationToken: TestContext.Current.CancellationToken
            );
        }

        await using var restarted = new TestAgent(_dir.Path).Start();

        Assert.Equal(3, (await restarted.ShowsAsync(Run, RunPhase.Failed)).ExitCode);
        await Eventually.IsTrueAsync(
            "it is noted",
            () => restarted.Journal.Find(Run)!.Reported,
            cancellationToken: TestContext.Current.CancellationToken
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_restarted_agent_goes_on_with_the_attempt_that_is_under_way()
    {
        await StartAndStopAsync().WaitAsync(TestContext.Current.CancellationToken);
        var script = new FakeScript();

        await using var restarted = new TestAgent(_dir.Path);
        restarted.Executor.Attached = _ => script;
        restarted.Start().Wished.Set();
        script.End(4);

        Assert.Equal(4, (await restarted.ShowsAsync(Run, RunPhase.Failed)).ExitCode);
        Assert.Empty(restarted.Executor.Started);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_restarted_agent_cancels_the_attempt_that_is_under_way()
    {
        await StartAndStopAsync().WaitAsync(TestContext.Current.CancellationToken);
        var script = new FakeScript();

        await using var restarted = new TestAgent(_dir.Path);
        restarted.Executor.Attached = _ => script;
        restarted.Start().Wished.Set(("cancel", Run.Value));

        await restarted.ShowsAsync(Run, RunPhase.Cancelled);
        Assert.Equal(StopReason.Cancelled, script.Stopped);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("Fail", 0)]
    [InlineData("Rerun", 1)]
    public async Task An_attempt_that_was_lost_is_started_again_only_where_the_task_says_so(string onInterrupted, int starts)
    {
        await StartAndStopAsync(("onInterrupted", onInterrupted)).WaitAsync(TestContext.Current.CancellationToken);

        await using var restarted = new TestAgent(_dir.Path);
        restarted.Executor.Attached = entry => new EndedScript(
            new RunOutcome.Lost("The node was restarted while the script ran."),
            new OutputLog("/no/such")
        );
        restarted.Start().Wished.Set(("onInterrupted", onInterrupted));
        if (starts > 0)
            (await restarted.StartedAsync()).End();
        var record = await restarted.ShowsAsync(Run, starts > 0 ? RunPhase.Succeeded : RunPhase.Failed);

        Assert.Equal(starts, restarted.Executor.Started.Count);
        Assert.Equal(starts > 0 ? null : FailureReason.Interrupted, record.Reason);
        Assert.Equal(starts + 1, record.Attempt);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_attempt_that_never_started_is_started_with_the_same_number()
    {
        await StartAndStopAsync().WaitAsync(TestContext.Current.CancellationToken);

        await using var restarted = new TestAgent(_dir.Path).Start();
        restarted.Wished.Set();
        await restarted.StartedAsync();

        Assert.Equal([$"{Run}/1"], restarted.Executor.StartedNames);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_second_attempt_that_never_started_is_started_with_the_same_number()
    {
        var retries = ("retries", "3");
        await using (var agent = new TestAgent(_dir.Path).Start())
        {
            agent.Wished.Set(retries, ("retryDelay", "0s"));
            (await agent.StartedAsync().WaitAsync(TestContext.Current.CancellationToken)).End(1);
            await agent.StartedAsync(1);
        }

        await using var restarted = new TestAgent(_dir.Path).Start();
        restarted.Wished.Set(retries, ("retryDelay", "0s"));
        await restarted.StartedAsync();

        Assert.Equal([$"{Run}/2"], restarted.Executor.StartedNames);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_journal_that_was_lost_starts_nothing_and_the_result_says_why()
    {
        await using (var agent = new TestAgent(_dir.Path).Start())
        {
            agent.Wished.Set();
            (await agent.StartedAsync().WaitAsync(TestContext.Current.CancellationToken)).End();
            await agent.ShowsAsync(Run, RunPhase.Succeeded);
        }

        File.WriteAllText(_dir["state/node-tasker.journal"], "torn");
        await using var restarted = new TestAgent(_dir.Path).Start();
        restarted.Wished.Set();

        Assert.Equal(FailureReason.Interrupted, (await restarted.ShowsAsync(Run, RunPhase.Failed)).Reason);
        Assert.Empty(restarted.Executor.Started);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_state_that_was_read_before_the_end_is_not_shown_after_it()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set();
        var script = await agent.StartedAsync();
        using var looking = new ManualResetEventSlim();
        using var mayLook = new ManualResetEventSlim();
        var looks = 0;
        script.LookedAt = () =>
        {
            if (Interlocked.Increment(ref looks) != 2)
                return;
            looking.Set();
            mayLook.Wait(TestContext.Current.CancellationToken);
        };
        await Eventually.IsTrueAsync(
            "it is to be shown after a second",
            () => agent.Time.PendingTimers == 1,
            cancellationToken: TestContext.Current.CancellationToken
        );
        var advancing = Task.Run(() => agent.Time.Advance(TimeSpan.FromSeconds(1)), TestContext.Current.CancellationToken);
        looking.Wait(TestContext.Current.CancellationToken);

        agent.Reporter.Hold();
        script.End();
        await Eventually.IsTrueAsync(
            "its end is being reported",
            () => agent.Reporter.Tries == 1,
            cancellationToken: TestContext.Current.CancellationToken
        );
        mayLook.Set();
        await advancing;
        agent.Reporter.Release();

        await agent.ShowsAsync(Run, RunPhase.Succeeded);
        agent.Wished.Set(("task", ""));
        await agent.LogsAsync("the task is empty");
        Assert.Equal(RunPhase.Succeeded, Assert.Single(agent.Reporter.Delivered).Phase);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_of_more_than_a_second_is_shown_while_it_runs()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set();
        await agent.StartedAsync();
        await Eventually.IsTrueAsync(
            "it is to be shown after a second",
            () => agent.Time.PendingTimers == 1,
            cancellationToken: TestContext.Current.CancellationToken
        );

        agent.Time.Advance(TimeSpan.FromSeconds(1));

        await agent.ShowsAsync(Run, RunPhase.Running);
    }

    private async Task StartAndStopAsync(params (string, string)[] keys)
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set(keys);
        await agent.StartedAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task An_agent_that_starts_while_its_journal_cannot_be_written_goes_on_and_recovers_later()
    {
        await using (var agent = new TestAgent(_dir.Path).Start())
        {
            agent.Wished.Set();
            await agent.StartedAsync().WaitAsync(TestContext.Current.CancellationToken);
        }

        await using var restarted = new TestAgent(_dir.Path);
        Directory.Move(_dir["state"], _dir["elsewhere"]);
        restarted.Start().Wished.Set();

        await restarted.LogsAsync("state cannot be written");
        Assert.False(restarted.Running.IsCompleted, restarted.Running.Exception?.ToString());
    }
}
