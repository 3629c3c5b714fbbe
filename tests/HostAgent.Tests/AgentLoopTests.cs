using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Journal;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests;

public sealed class AgentLoopTests : IDisposable
{
    private static readonly (string, string) Newer = ("nonce", "2");
    private static readonly (string, string) Newest = ("nonce", "3");
    private static readonly RunId First = Wish.Spec().Run;
    private static readonly RunId Second = Wish.Spec(Newer).Run;
    private static readonly RunId Third = Wish.Spec(Newest).Run;
    private readonly TempDir _dir = new();

    public void Dispose() => _dir.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_content_runs_once_and_its_result_is_written_once()
    {
        await using var agent = new TestAgent(_dir.Path).Start();

        agent.Wished.Set();
        (await agent.StartedAsync().WaitAsync(TestContext.Current.CancellationToken)).End(3);
        var record = await agent.ShowsAsync(First, RunPhase.Failed);

        Assert.Equal((3, FailureReason.NonZeroExit, 1), (record.ExitCode, record.Reason, record.Attempt));
        Assert.Single(agent.Reporter.Delivered);
        Assert.Null(agent.Status.NotReady);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_same_content_again_runs_and_writes_nothing()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set();
        (await agent.StartedAsync().WaitAsync(TestContext.Current.CancellationToken)).End();
        await agent.ShowsAsync(First, RunPhase.Succeeded);

        agent.Wished.Set(("timeout", "5s"));
        agent.Wished.Set(("nodes", "other"));
        await agent.LogsAsync("do not name this node");
        agent.Wished.Set();
        agent.Wished.Set(("task", ""));
        await agent.LogsAsync("the task is empty");

        Assert.Single(agent.Executor.Started);
        Assert.Single(agent.Reporter.Delivered);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_content_that_comes_back_shows_its_result_again_and_does_not_run()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set();
        (await agent.StartedAsync().WaitAsync(TestContext.Current.CancellationToken)).End(3);
        var first = await agent.ShowsAsync(First, RunPhase.Failed);
        agent.Wished.Set(Newer);
        (await agent.StartedAsync(1)).End();
        await agent.ShowsAsync(Second, RunPhase.Succeeded);

        agent.Wished.Set();

        Assert.Equal(first, await agent.ShowsAsync(First, RunPhase.Failed));
        Assert.Equal(2, agent.Executor.Started.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_restarted_agent_shows_the_result_of_the_content_that_came_back_meanwhile()
    {
        await using (var agent = new TestAgent(_dir.Path).Start())
        {
            agent.Wished.Set();
            (await agent.StartedAsync()).End(3);
            await agent.ShowsAsync(First, RunPhase.Failed);
            agent.Wished.Set(Newer);
            (await agent.StartedAsync(1)).End();
            await agent.ShowsAsync(Second, RunPhase.Succeeded);
            await Eventually.IsTrueAsync(
                "it is noted",
                () => agent.Journal.Shown == Second,
                cancellationToken: TestContext.Current.CancellationToken
            );
        }

        await using var restarted = new TestAgent(_dir.Path).Start();
        restarted.Wished.Set();

        await restarted.ShowsAsync(First, RunPhase.Failed);
        Assert.Empty(restarted.Executor.Started);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_content_that_ran_long_ago_shows_once_how_it_ended()
    {
        Directory.CreateDirectory(Path.Combine(_dir.Path, "state"));
        new JournalFile(Path.Combine(_dir.Path, "state", $"{Wish.Task}.journal")).Write(
            new JournalState { Task = Wish.Task, Contents = [new PastRun(new RunId("older"), null), new PastRun(First, RunPhase.Failed)] }
        );
        await using (var agent = new TestAgent(_dir.Path).Start())
        {
            agent.Wished.Set();

            Assert.Equal(
                "This node ran it before; its details are no longer kept.",
                (await agent.ShowsAsync(First, RunPhase.Failed)).Message
            );
            await Eventually.IsTrueAsync(
                "it is noted",
                () => agent.Journal.Shown == First,
                cancellationToken: TestContext.Current.CancellationToken
            );
            Assert.Empty(agent.Executor.Started);
        }

        await using var restarted = new TestAgent(_dir.Path).Start();
        restarted.Wished.Set();
        restarted.Wished.Set(("task", ""));
        await restarted.LogsAsync("the task is empty");
        Assert.Empty(restarted.Reporter.Delivered);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_goes_on_when_its_task_is_deleted_and_its_result_is_written()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set();
        var script = await agent.StartedAsync().WaitAsync(TestContext.Current.CancellationToken);

        agent.Wished.Delete();
        await agent.LogsAsync("goes on to its end");
        script.End();

        await agent.ShowsAsync(First, RunPhase.Succeeded);
        Assert.Null(script.Stopped);
    }

    [Fact(Timeout = 60_000)]
    public async Task With_Wait_only_the_newest_content_runs_after_the_one_under_way()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set();
        var first = await agent.StartedAsync().WaitAsync(TestContext.Current.CancellationToken);

        agent.Wished.Set(Newer);
        agent.Wished.Set(Newest);
        agent.Wished.Set(Newest, ("timeout", "5s"));
        Assert.Single(agent.Executor.Started);
        first.End();
        (await agent.StartedAsync(1)).End();

        await agent.ShowsAsync(Third, RunPhase.Succeeded);
        Assert.DoesNotContain($"{Second}/1", agent.Executor.StartedNames);
        Assert.Null(first.Stopped);
    }

    [Fact(Timeout = 60_000)]
    public async Task With_Replace_the_run_under_way_is_cancelled_first()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set();
        var first = await agent.StartedAsync();
        first.EndsWhenStopped = false;

        agent.Wished.Set(Newer, ("concurrencyPolicy", "Replace"));
        await Eventually.IsTrueAsync(
            "it is stopped",
            () => first.Stopped == StopReason.Replaced,
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Single(agent.Executor.Started);
        first.End(143);
        (await agent.StartedAsync(1)).End();

        await agent.ShowsAsync(Second, RunPhase.Succeeded);
        Assert.Equal(RunPhase.Cancelled, agent.Journal.Find(First)!.Phase);
        await agent.Reporter.ForAsync(
            "the first one's end",
            all => all.Any(r => r.Run == First && r.Phase == RunPhase.Cancelled),
            TestContext.Current.CancellationToken
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task The_operators_cancel_ends_the_run_and_it_stays_ended()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set(("retries", "3"));
        await agent.StartedAsync().WaitAsync(TestContext.Current.CancellationToken);

        agent.Wished.Set(("retries", "3"), ("cancel", First.Value));
        await agent.ShowsAsync(First, RunPhase.Cancelled);
        agent.Wished.Set(("retries", "3"));
        agent.Wished.Set(("task", ""));
        await agent.LogsAsync("the task is empty");

        Assert.Single(agent.Executor.Started);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_rejected_task_is_shown_once_and_what_is_wrong_now_when_that_changes()
    {
        await using var agent = new TestAgent(_dir.Path).Start();

        agent.Wished.Set(("timout", "1s"));
        agent.Wished.Set(("timout", "1s"));
        await agent.Reporter.ForAsync("rejected", all => all.Count == 1, TestContext.Current.CancellationToken);
        agent.Wished.Set(("timout", "1s"), ("retries", "x"));
        await agent.Reporter.ForAsync("rejected with more", all => all.Count == 2, TestContext.Current.CancellationToken);

        Assert.All(agent.Reporter.Delivered, r => Assert.Equal(RunPhase.Rejected, r.Phase));
        Assert.Contains("timout", agent.Reporter.Delivered[0].Message, StringComparison.Ordinal);
        Assert.Contains("retries", agent.Reporter.Delivered[1].Message, StringComparison.Ordinal);
        Assert.Empty(agent.Executor.Started);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_task_that_is_mended_runs()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set(("retries", "x"));
        await agent.ShowsAsync(First, RunPhase.Rejected).WaitAsync(TestContext.Current.CancellationToken);

        agent.Wished.Set(("retries", "1"));
        (await agent.StartedAsync()).End();

        await agent.ShowsAsync(First, RunPhase.Succeeded);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_waits_on_a_blocked_host_and_starts_when_it_is_not_any_more()
    {
        await using var agent = new TestAgent(_dir.Path, blocked: "no shell").Start();
        agent.Wished.Set();

        Assert.Equal(
            "no shell",
            (await agent.ShowsAsync(First, RunPhase.Pending).WaitAsync(TestContext.Current.CancellationToken)).Message
        );
        Assert.Equal("no shell", agent.Status.NotReady);
        agent.Status.Blocked = null;
        (await agent.StartedAsync()).End();

        await agent.ShowsAsync(First, RunPhase.Succeeded);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_node_that_becomes_selected_runs_it_then_and_its_labels_are_followed_only_so_long()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set(("nodeSelector", "role=db"));
        await agent.LogsAsync("does not select this node");
        Assert.True(agent.Node.IsFollowed);

        agent.Node.Label("role", "db");
        (await agent.StartedAsync()).End();
        await agent.ShowsAsync(First, RunPhase.Succeeded);
        agent.Wished.Set();

        await Eventually.IsTrueAsync(
            "labels are let go",
            () => !agent.Node.IsFollowed,
            cancellationToken: TestContext.Current.CancellationToken
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_failure_is_tried_again_after_its_delay_as_often_as_wished()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set(("retries", "2"), ("retryDelay", "30s"));

        for (var attempt = 0; attempt < 3; attempt++)
        {
            (await agent.StartedAsync(attempt)).End(1);
            if (attempt == 2)
                break;
            await agent.Reporter.ForAsync("the next is announced", all => all.Count == attempt + 1, TestContext.Current.CancellationToken);
            await Eventually.IsTrueAsync(
                "it waits",
                () => agent.Time.PendingTimers == 1,
                cancellationToken: TestContext.Current.CancellationToken
            );
            agent.Time.Advance(TimeSpan.FromSeconds(29));
            Assert.Equal(attempt + 1, agent.Executor.Started.Count);
            agent.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(3, (await agent.ShowsAsync(First, RunPhase.Failed)).Attempt);
        Assert.Equal([$"{First}/1", $"{First}/2", $"{First}/3"], agent.Executor.StartedNames);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_defect_in_what_shows_a_running_script_ends_the_agent_with_its_error()
    {
        await using var agent = new TestAgent(_dir.Path) { IsMeantToFail = true }.Start();
        agent.Wished.Set();
        var script = await agent.StartedAsync().WaitAsync(TestContext.Current.CancellationToken);
        script.LookedAt = () => throw new ArgumentException("a defect");
        await Eventually.IsTrueAsync(
            "it is shown soon",
            () => agent.Time.PendingTimers > 0,
            cancellationToken: TestContext.Current.CancellationToken
        );

        agent.Time.Advance(TimeSpan.FromSeconds(1));

        var ended = await Assert.ThrowsAsync<InvalidOperationException>(() => agent.Running);
        Assert.Equal("a defect", ended.InnerException?.Message);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_schedule_runs_at_its_minutes_each_as_a_run_of_its_own()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set(("schedule", "30 * * * *"));
        (await agent.StartedAsync()).End();
        await agent.ShowsAsync(First, RunPhase.Succeeded);

        foreach (var (index, slot) in new[] { (1, "202611221030"), (2, "202611221130") })
        {
            await Eventually.IsTrueAsync(
                "it waits",
                () => agent.Time.PendingTimers == 1,
                cancellationToken: TestContext.Current.CancellationToken
            );
            agent.Time.Advance(TimeSpan.FromMinutes(index == 1 ? 30 : 60));
            (await agent.StartedAsync(index)).End();
            await agent.ShowsAsync(First.InSlot(slot), RunPhase.Succeeded);
        }
    }
}
