using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests;

/// <summary>The loop of a gated task, from the wish over the wait to the start.</summary>
public sealed class GrantLoopTests : IDisposable
{
    private static readonly (string, string) Gated = ("parallelism", "1");
    private static readonly (string, string) Newer = ("nonce", "2");
    private static readonly RunId First = Wish.Spec().Run;
    private static readonly RunId Second = Wish.Spec(Newer).Run;
    private readonly TempDir _dir = new();

    public void Dispose() => _dir.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_gated_run_asks_once_starts_with_its_grant_and_follows_it_no_longer()
    {
        await using var agent = new TestAgent(_dir.Path).Start();

        agent.Wished.Set(Gated);
        var pending = await agent.ShowsAsync(First, RunPhase.Pending).WaitAsync(TestContext.Current.CancellationToken);
        agent.Time.Advance(TimeSpan.FromHours(1));
        agent.Grants.Set("000000000000");
        agent.Wished.Set(Gated, ("timeout", "5s"));
        agent.Grants.Set(First.Value);
        (await agent.StartedAsync()).End();
        await agent.ShowsAsync(First, RunPhase.Succeeded);

        Assert.Equal("waiting for the controller (since 2026-11-22T10:00:00Z)", pending.Message);
        Assert.Equal([RunPhase.Pending, RunPhase.Succeeded], agent.Reporter.Delivered.Select(r => r.Phase));
        Assert.Equal([$"{First}/1"], agent.Executor.StartedNames);
        await IsNotFollowedAsync(agent);
        Assert.Equal(1, agent.Grants.Begun);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_task_that_is_not_gated_asks_nobody()
    {
        await using var agent = new TestAgent(_dir.Path).Start();

        agent.Wished.Set();
        (await agent.StartedAsync().WaitAsync(TestContext.Current.CancellationToken)).End();
        await agent.ShowsAsync(First, RunPhase.Succeeded);

        Assert.Equal(0, agent.Grants.Begun);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_grant_that_was_taken_back_while_the_rollout_was_paused_starts_nothing()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set(Gated, ("pausedRun", First.Value));
        await agent.Reporter.ForAsync(
            "paused",
            all => all is [{ Message: "the rollout is paused" }],
            TestContext.Current.CancellationToken
        );

        agent.Grants.Set(First.Value);
        agent.Grants.Set(null);
        agent.Wished.Set(Gated);
        await agent.Reporter.ForAsync("waiting", all => all.Count == 2, TestContext.Current.CancellationToken);

        Assert.StartsWith("waiting for the controller", agent.Reporter.Last!.Message, StringComparison.Ordinal);
        Assert.Empty(agent.Executor.Started);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pause_holds_back_a_granted_run_until_it_is_resumed()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Grants.Set(First.Value);

        agent.Wished.Set(Gated, ("pausedRun", First.Value));
        await agent.ShowsAsync(First, RunPhase.Pending).WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(agent.Grants.IsFollowed);
        Assert.Empty(agent.Executor.Started);
        agent.Wished.Set(Gated);
        (await agent.StartedAsync()).End();

        await agent.ShowsAsync(First, RunPhase.Succeeded);
    }

    [Fact(Timeout = 60_000)]
    public async Task With_Replace_the_older_run_goes_on_until_the_newer_is_granted()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set();
        var first = await agent.StartedAsync();

        agent.Wished.Set(Newer, Gated, ("concurrencyPolicy", "Replace"));
        await Eventually.IsTrueAsync("it asks", () => agent.Grants.IsFollowed, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Null(first.Stopped);
        agent.Grants.Set(Second.Value);
        (await agent.StartedAsync(1)).End();

        await agent.ShowsAsync(Second, RunPhase.Succeeded);
        Assert.Equal(StopReason.Replaced, first.Stopped);
        await IsNotFollowedAsync(agent);
    }

    [Fact(Timeout = 60_000)]
    public async Task With_Replace_a_grant_that_is_taken_back_while_the_older_run_ends_starts_nothing()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set();
        var first = await agent.StartedAsync();
        first.EndsWhenStopped = false;
        agent.Wished.Set(Newer, Gated, ("concurrencyPolicy", "Replace"));
        await Eventually.IsTrueAsync("it asks", () => agent.Grants.IsFollowed, cancellationToken: TestContext.Current.CancellationToken);

        agent.Grants.Set(Second.Value);
        await Eventually.IsTrueAsync(
            "it is stopped",
            () => first.Stopped == StopReason.Replaced,
            cancellationToken: TestContext.Current.CancellationToken
        );
        agent.Grants.Set(null);
        first.End(143);

        await agent.ShowsAsync(Second, RunPhase.Pending);
        Assert.Single(agent.Executor.Started);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_restarted_agent_asks_again_and_starts_what_was_granted_meanwhile_once()
    {
        await using (var agent = new TestAgent(_dir.Path).Start())
        {
            agent.Wished.Set(Gated);
            await agent.ShowsAsync(First, RunPhase.Pending).WaitAsync(TestContext.Current.CancellationToken);
        }

        await using (var restarted = new TestAgent(_dir.Path))
        {
            restarted.Grants.Set(First.Value);
            restarted.Start().Wished.Set(Gated);
            (await restarted.StartedAsync()).End();
            await restarted.ShowsAsync(First, RunPhase.Succeeded);
        }

        await using var again = new TestAgent(_dir.Path);
        again.Grants.Set(First.Value);
        again.Start().Wished.Set(Gated);
        again.Wished.Set(("task", ""));
        await again.LogsAsync("the task is empty");
        Assert.Empty(again.Executor.Started);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_schedule_asks_anew_for_each_minute_and_only_the_newest_starts()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Grants.Set(First.Value);
        agent.Wished.Set(Gated, ("schedule", "30 * * * *"));
        (await agent.StartedAsync()).End();
        await agent.ShowsAsync(First, RunPhase.Succeeded);

        foreach (var (slot, minutes) in new[] { ("202611221030", 30), ("202611221130", 60) })
        {
            await Eventually.IsTrueAsync(
                "it waits",
                () => agent.Time.PendingTimers == 1,
                cancellationToken: TestContext.Current.CancellationToken
            );
            agent.Time.Advance(TimeSpan.FromMinutes(minutes));
            await agent.ShowsAsync(First.InSlot(slot), RunPhase.Pending);
        }

        agent.Grants.Set(First.InSlot("202611221030").Value);
        agent.Grants.Set(First.InSlot("202611221130").Value);
        (await agent.StartedAsync(1)).End();
        await agent.ShowsAsync(First.InSlot("202611221130"), RunPhase.Succeeded);
        Assert.Equal(2, agent.Executor.Started.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wish_to_rerun_runs_a_failed_run_once_more_and_no_more()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set();
        (await agent.StartedAsync().WaitAsync(TestContext.Current.CancellationToken)).End(1);
        await agent.ShowsAsync(First, RunPhase.Failed);
        var rerun = Rerun.Of(First, agent.Time.GetUtcNow()).Run;

        agent.Wished.Set(("rerun", rerun.Value));
        (await agent.StartedAsync(1)).End(1);
        await agent.ShowsAsync(rerun, RunPhase.Failed);
        agent.Wished.Set(("rerun", rerun.Value), ("timeout", "5s"));
        agent.Wished.Set(("task", ""));
        await agent.LogsAsync("the task is empty");

        Assert.Equal([$"{First}/1", $"{rerun}/1"], agent.Executor.StartedNames);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_state_folder_that_cannot_be_written_does_not_make_a_granted_run_ask_again()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set(Gated);
        await agent.ShowsAsync(First, RunPhase.Pending);
        await Eventually.IsTrueAsync(
            "it is noted",
            () => agent.Journal.Shown == First,
            cancellationToken: TestContext.Current.CancellationToken
        );

        Directory.Move(_dir["state"], _dir["elsewhere"]);
        agent.Grants.Set(First.Value);
        await agent.Reporter.ForAsync("the failure is said", all => all.Count == 2, TestContext.Current.CancellationToken);
        for (var i = 0; i < 3; i++)
        {
            await Eventually.IsTrueAsync(
                "it waits",
                () => agent.Time.PendingTimers == 1,
                cancellationToken: TestContext.Current.CancellationToken
            );
            agent.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([null, PendingReason.Blocked], agent.Reporter.Delivered.Select(r => r.Reason));
        Directory.Move(_dir["elsewhere"], _dir["state"]);
        await Eventually.IsTrueAsync(
            "it waits",
            () => agent.Time.PendingTimers == 1 || agent.Executor.Started.Count == 1,
            cancellationToken: TestContext.Current.CancellationToken
        );
        agent.Time.Advance(TimeSpan.FromMinutes(1));
        (await agent.StartedAsync()).End();
        await agent.ShowsAsync(First, RunPhase.Succeeded);
        Assert.Equal(1, agent.Grants.Begun);
    }

    private static Task IsNotFollowedAsync(TestAgent agent) =>
        Eventually.IsTrueAsync(
            "it follows no grant",
            () => !agent.Grants.IsFollowed,
            cancellationToken: TestContext.Current.CancellationToken
        );
}
