using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests;

/// <summary>A Node that is deleted and comes again is another: what its result said goes with the one before.</summary>
public sealed class AnotherNodeTests : IDisposable
{
    private const string NewUid = "uid-2";
    private static readonly (string, string) Gated = ("parallelism", "1");
    private static readonly RunId Run = Wish.Spec().Run;
    private readonly TempDir _dir = new();

    public void Dispose() => _dir.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task The_result_of_a_run_that_has_ended_is_written_once_more_and_nothing_runs()
    {
        await using var agent = await EndedAsync().WaitAsync(TestContext.Current.CancellationToken);

        agent.Node.ComesAgainAs(NewUid);
        await CutAsync(agent);
        await DeliveredAsync(agent, RunPhase.Succeeded, RunPhase.Succeeded);
        await CutAsync(agent);
        await FenceAsync(agent);

        Assert.Equal(3, agent.Reporter.Delivered.Count);
        Assert.Equal(agent.Reporter.Delivered[0], agent.Reporter.Delivered[1]);
        Assert.Equal(2, agent.Executor.Started.Count);
        Assert.Equal(NewUid, agent.Journal.ShownOwner);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cut_under_the_same_Node_writes_no_result_of_what_has_ended_again()
    {
        await using var agent = await EndedAsync().WaitAsync(TestContext.Current.CancellationToken);

        await CutAsync(agent);
        await FenceAsync(agent);

        Assert.Equal(2, agent.Reporter.Delivered.Count);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(FakeNodeSource.FirstUid)]
    [InlineData(NewUid)]
    public async Task A_run_that_waits_asks_again_after_each_cut(string uid)
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set(Gated);
        await agent.ShowsAsync(Run, RunPhase.Pending).WaitAsync(TestContext.Current.CancellationToken);

        agent.Node.ComesAgainAs(uid);
        await CutAsync(agent);
        await DeliveredAsync(agent, RunPhase.Pending, RunPhase.Pending);
        agent.Grants.Set(Run.Value);
        (await agent.StartedAsync()).End();
        await agent.ShowsAsync(Run, RunPhase.Succeeded);

        Assert.Equal(agent.Reporter.Delivered[0], agent.Reporter.Delivered[1]);
        Assert.Single(agent.Executor.Started);
        Assert.Equal(1, agent.Grants.Begun);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_rejected_is_said_again()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set(("timout", "1s"));
        await agent.ShowsAsync(Run, RunPhase.Rejected).WaitAsync(TestContext.Current.CancellationToken);

        agent.Node.ComesAgainAs(NewUid);
        await CutAsync(agent);

        await DeliveredAsync(agent, RunPhase.Rejected, RunPhase.Rejected);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_that_is_under_way_is_shown_again_at_once()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set();
        var script = await agent.StartedAsync();
        await Eventually.IsTrueAsync(
            "it is shown soon",
            () => agent.Time.PendingTimers > 0,
            cancellationToken: TestContext.Current.CancellationToken
        );
        agent.Time.Advance(TimeSpan.FromSeconds(1));
        await agent.ShowsAsync(Run, RunPhase.Running);

        agent.Node.ComesAgainAs(NewUid);
        await CutAsync(agent);
        await DeliveredAsync(agent, RunPhase.Running, RunPhase.Running);
        script.End();

        await DeliveredAsync(agent, RunPhase.Running, RunPhase.Running, RunPhase.Succeeded);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_that_waits_for_its_next_attempt_is_shown_again()
    {
        await using var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set(("retries", "1"), ("retryDelay", "10h"));
        (await agent.StartedAsync().WaitAsync(TestContext.Current.CancellationToken)).End(3);
        await agent.ShowsAsync(Run, RunPhase.Running);

        agent.Node.ComesAgainAs(NewUid);
        await CutAsync(agent);

        await DeliveredAsync(agent, RunPhase.Running, RunPhase.Running);
        Assert.StartsWith("Attempt 1 failed", agent.Reporter.Last!.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(NewUid, 1)]
    [InlineData(FakeNodeSource.FirstUid, 0)]
    public async Task A_restarted_agent_writes_the_result_again_where_the_Node_is_another(string uid, int writes)
    {
        await (await EndedAsync().WaitAsync(TestContext.Current.CancellationToken)).DisposeAsync();

        await using var agent = new TestAgent(_dir.Path);
        agent.Node.ComesAgainAs(uid);
        agent.Start().Wished.Set();
        if (writes > 0)
            await agent.ShowsAsync(Run, RunPhase.Succeeded);
        await FenceAsync(agent);

        Assert.Equal(writes + 1, agent.Reporter.Delivered.Count);
        Assert.Single(agent.Executor.Started);
        Assert.Equal(uid, agent.Journal.ShownOwner);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_result_stays_as_it_is_while_there_is_no_Node()
    {
        await using var agent = await EndedAsync().WaitAsync(TestContext.Current.CancellationToken);

        agent.Node.ComesAgainAs(null);
        await CutAsync(agent);
        agent.Node.ComesAgainAs(FakeNodeSource.FirstUid);
        await CutAsync(agent);
        await FenceAsync(agent);

        Assert.Equal(2, agent.Reporter.Delivered.Count);
    }

    private async Task<TestAgent> EndedAsync()
    {
        var agent = new TestAgent(_dir.Path).Start();
        agent.Wished.Set();
        (await agent.StartedAsync()).End();
        await agent.ShowsAsync(Run, RunPhase.Succeeded);
        await Eventually.IsTrueAsync(
            "that is in the journal",
            () => agent.Journal.Shown == Run,
            cancellationToken: TestContext.Current.CancellationToken
        );
        return agent;
    }

    /// <summary>Cuts the connection and waits until the Node has been read again.</summary>
    private static async Task CutAsync(TestAgent agent)
    {
        var reads = agent.Node.Reads;
        agent.Wished.CutConnection();
        await Eventually.IsTrueAsync(
            "the Node is read again after a moment",
            IsReadAgain,
            cancellationToken: TestContext.Current.CancellationToken
        );

        bool IsReadAgain()
        {
            agent.Time.Advance(TimeSpan.FromSeconds(5));
            return agent.Node.Reads > reads;
        }
    }

    /// <summary>One more run: what was going to be written before it is written then.</summary>
    private static async Task FenceAsync(TestAgent agent)
    {
        var started = agent.Executor.Started.Count;
        agent.Wished.Set(("nonce", "fence"));
        (await agent.StartedAsync(started)).End();
        await agent.ShowsAsync(Wish.Spec(("nonce", "fence")).Run, RunPhase.Succeeded);
    }

    private static Task DeliveredAsync(TestAgent agent, params RunPhase[] phases) =>
        agent.Reporter.ForAsync(
            string.Join(", ", phases),
            all => all.Select(record => record.Phase).SequenceEqual(phases),
            TestContext.Current.CancellationToken
        );
}
