using NodeTasker.Controller.Leadership;
using NodeTasker.Controller.Tests.Fakes;
using NodeTasker.Testing;

namespace NodeTasker.Controller.Tests.Leadership;

public sealed class LeaderElectionTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLeaderLease _lease = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task The_first_replica_leads_at_once_and_the_second_stands_by()
    {
        await using var first = new Replica("first", _lease, _time);
        await LeadsAsync(first).WaitAsync(TestContext.Current.CancellationToken);
        await using var second = new Replica("second", _lease, _time);

        await AdvanceAsync(TimeSpan.FromMinutes(2), first, second);

        Assert.True(first.IsLeading);
        Assert.False(second.IsLeading);
        Assert.Equal("first", _lease.Now!.Holder);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_leader_that_stops_hands_over_and_the_standby_takes_it_at_its_next_look()
    {
        await using var first = new Replica("first", _lease, _time);
        await LeadsAsync(first).WaitAsync(TestContext.Current.CancellationToken);
        await using var second = new Replica("second", _lease, _time);
        await AdvanceAsync(TimeSpan.FromSeconds(4), first, second);

        await first.StopAsync();
        Assert.Null(_lease.Now!.Holder);
        await AdvanceAsync(TimeSpan.FromSeconds(2), first, second);

        await LeadsAsync(second);
        Assert.Equal(("second", 1), (_lease.Now!.Holder, _lease.Now.Transitions));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_leader_that_is_never_heard_of_again_is_replaced_within_twenty_seconds_and_not_before_fifteen()
    {
        _lease.Set("dead");
        await using var standby = new Replica("standby", _lease, _time);
        await Eventually.IsTrueAsync(
            "it has looked",
            () => standby.View.Calls > 0 && _time.PendingTimers > 0,
            cancellationToken: TestContext.Current.CancellationToken
        );

        await AdvanceAsync(TimeSpan.FromSeconds(14), standby);
        Assert.False(standby.IsLeading);
        await AdvanceAsync(TimeSpan.FromSeconds(4), standby);

        await LeadsAsync(standby);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_leader_that_can_not_renew_stops_before_another_may_begin()
    {
        await using var first = new Replica("first", _lease, _time);
        await LeadsAsync(first).WaitAsync(TestContext.Current.CancellationToken);
        await using var second = new Replica("second", _lease, _time);
        await AdvanceAsync(TimeSpan.FromSeconds(4), first, second);

        first.View.IsCut = true;
        var overlap = false;
        for (var passed = 0; passed < 30; passed++)
        {
            await AdvanceAsync(TimeSpan.FromSeconds(1), first, second);
            overlap |= first.IsLeading && second.IsLeading;
        }

        await LeadsAsync(second);
        Assert.False(first.IsLeading);
        Assert.False(overlap);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_leader_whose_connection_is_cut_for_less_than_the_deadline_goes_on()
    {
        await using var first = new Replica("first", _lease, _time);
        await LeadsAsync(first).WaitAsync(TestContext.Current.CancellationToken);

        first.View.IsCut = true;
        await AdvanceAsync(TimeSpan.FromSeconds(8), first);
        first.View.IsCut = false;
        await AdvanceAsync(TimeSpan.FromSeconds(30), first);

        Assert.True(first.IsLeading);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_leader_knows_by_the_clock_alone_when_another_may_have_begun()
    {
        var view = _lease.ViewOfOne();
        var election = new LeaderElection("first", view, _time, new RecordingLog<LeaderElection>());
        var inOffice = new List<bool>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = election.RunAsync(
            leading =>
            {
                view.IsCut = true;
                inOffice.Add(election.MayStillLead);
                // As after a suspension: what goes on here has not been told anything yet.
                _time.Advance(LeaderElection.RenewDeadline - TimeSpan.FromMilliseconds(1));
                inOffice.Add(election.MayStillLead);
                _time.Advance(TimeSpan.FromMilliseconds(1));
                inOffice.Add(election.MayStillLead);
                inOffice.Add(leading.IsCancellationRequested);
                stop.Cancel();
                return Task.CompletedTask;
            },
            stop.Token
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.Equal([true, true, false, false], inOffice);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_leader_that_finds_another_holder_stops_at_once()
    {
        await using var first = new Replica("first", _lease, _time);
        await LeadsAsync(first);

        _lease.Set("usurper");
        await AdvanceAsync(TimeSpan.FromSeconds(5), first);

        await Eventually.IsTrueAsync("it stopped", () => !first.IsLeading, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("usurper", _lease.Now!.Holder);
    }

    [Fact(Timeout = 30_000)]
    public async Task Work_that_ends_by_a_defect_ends_the_replica_and_frees_the_Lease()
    {
        await using var first = new Replica("first", _lease, _time, new InvalidOperationException("a defect"));

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            first.Running.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)
        );
        Assert.Null(_lease.Now!.Holder);
    }

    private static Task LeadsAsync(Replica replica) =>
        Eventually.IsTrueAsync("it leads", () => replica.IsLeading, TimeSpan.FromSeconds(10), Cancellation);

    /// <summary>Moves the clock on in steps, each after all replicas have come to wait for it.</summary>
    private async Task AdvanceAsync(TimeSpan by, params Replica[] replicas)
    {
        var step = TimeSpan.FromMilliseconds(500);
        for (var passed = TimeSpan.Zero; passed < by; passed += step)
        {
            await Eventually.IsTrueAsync(
                "the replicas wait",
                () => _time.PendingTimers >= replicas.Count(replica => !replica.Running.IsCompleted),
                cancellationToken: Cancellation
            );
            _time.Advance(step);
            await Task.Yield();
        }
    }
}
