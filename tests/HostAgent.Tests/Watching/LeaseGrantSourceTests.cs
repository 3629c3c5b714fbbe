using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using NodeTasker.Cluster;
using NodeTasker.HostAgent.Watching;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Watching;

public sealed class LeaseGrantSourceTests : IAsyncDisposable
{
    private readonly FakeEndpoint<V1Lease> _endpoint = new("Lease ns/node-tasker-grant-worker-1");
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLog<object> _log = new();
    private readonly CancellationTokenSource _stopping = CancellationTokenSource.CreateLinkedTokenSource(
        TestContext.Current.CancellationToken
    );
    private readonly LeaseGrantSource _grants;
    private int _changes;

    public LeaseGrantSourceTests() => _grants = new LeaseGrantSource(_endpoint, new ApiConnection(), _time, _log, _stopping.Token);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _grants.Following;
        _stopping.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task Nothing_is_asked_and_nothing_known_before_it_follows()
    {
        Follow(false);

        Assert.Null(_grants.Current);
        Assert.Empty(_endpoint.Requests);
        await _grants.Following.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_holder_is_the_run_that_is_granted_and_each_change_is_told()
    {
        _endpoint.Lists(null, "7");
        var watch = _endpoint.Watches();
        Follow(true);
        await Eventually
            .IsTrueAsync("the first state is told", () => _changes == 1, cancellationToken: _stopping.Token)
            .WaitAsync(TestContext.Current.CancellationToken);
        Assert.Null(_grants.Current);

        watch.Send(WatchEventType.Added, Lease("aaaa", "8"));
        await BecomesAsync("aaaa");
        watch.Send(WatchEventType.Modified, Lease("bbbb", "9"));
        await BecomesAsync("bbbb");
        watch.Send(WatchEventType.Modified, Lease(null, "10"));
        await BecomesAsync(null);
        watch.Send(WatchEventType.Modified, Lease("cccc", "11"));
        await BecomesAsync("cccc");
        watch.Send(WatchEventType.Deleted, Lease("cccc", "12"));
        await BecomesAsync(null);

        Assert.Equal(["list", "watch 7"], _endpoint.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task It_follows_once_however_often_that_is_wished()
    {
        _endpoint.Lists(Lease("aaaa", "5"), "7");
        Follow(true);
        await BecomesAsync("aaaa").WaitAsync(TestContext.Current.CancellationToken);

        Follow(true);
        await Eventually.IsTrueAsync("it watches", () => _endpoint.Open == 1, cancellationToken: _stopping.Token);

        Assert.Equal(["list", "watch 7"], _endpoint.Requests);
        Assert.Equal("aaaa", _grants.Current);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_was_read_does_not_outlive_the_watch()
    {
        _endpoint.Lists(Lease("aaaa", "5"), "7");
        var first = _endpoint.Watches();
        Follow(true);
        await BecomesAsync("aaaa").WaitAsync(TestContext.Current.CancellationToken);

        Follow(false);
        Assert.Null(_grants.Current);
        await _grants.Following;
        Assert.Equal(0, _endpoint.Open);
        first.Send(WatchEventType.Modified, Lease("late", "8"));
        _endpoint.Lists(null, "20");
        Follow(true);
        Assert.Null(_grants.Current);
        await Eventually.IsTrueAsync("the new state is told", () => _changes == 2, cancellationToken: _stopping.Token);

        Assert.Null(_grants.Current);
        Assert.Equal("list", _endpoint.Requests[2]);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_grant_given_and_taken_back_while_the_connection_was_cut_is_never_told()
    {
        _endpoint.Lists(null, "7");
        var first = _endpoint.Watches();
        Follow(true);
        await Eventually
            .IsTrueAsync("it watches", () => _endpoint.Open == 1, cancellationToken: _stopping.Token)
            .WaitAsync(TestContext.Current.CancellationToken);

        // The server still has both changes, 8 and 9: a watch from 7 on would bring them one after the other.
        _endpoint.Lists(null, "9");
        first.End(new HttpRequestException("cut"));
        await Eventually.IsTrueAsync("it waits", () => _time.PendingTimers == 1, cancellationToken: _stopping.Token);
        _time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.IsTrueAsync(
            "it watches again",
            () => _endpoint.Requests.Count >= 3 && _endpoint.Open == 1,
            cancellationToken: _stopping.Token
        );

        Assert.Equal(["list", "watch 7", "list", "watch 9"], _endpoint.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_was_granted_before_a_cut_is_not_granted_until_it_is_read_again()
    {
        _endpoint.Lists(Lease("aaaa", "5"), "7");
        var first = _endpoint.Watches();
        Follow(true);
        await BecomesAsync("aaaa").WaitAsync(TestContext.Current.CancellationToken);

        first.End(new HttpRequestException("cut"));
        await BecomesAsync(null);
        await Eventually.IsTrueAsync("it waits", () => _time.PendingTimers == 1, cancellationToken: _stopping.Token);
        _endpoint.Lists(Lease("aaaa", "5"), "20");
        _time.Advance(TimeSpan.FromMinutes(1));

        await BecomesAsync("aaaa");
        await Eventually.IsTrueAsync("it watches from there", () => _endpoint.Requests.Count == 4, cancellationToken: _stopping.Token);
        Assert.Equal(["list", "watch 7", "list", "watch 20"], _endpoint.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task Leases_that_may_not_be_read_are_said_once_with_what_to_do_and_grant_nothing()
    {
        for (var i = 0; i < 4; i++)
            _endpoint.FailsToList(Forbidden());
        _endpoint.Lists(Lease("aaaa", "5"), "7");
        Follow(true);

        for (var i = 0; i < 4; i++)
        {
            await Eventually
                .IsTrueAsync(
                    "it waits",
                    () => _time.PendingTimers == 1 && _endpoint.Requests.Count == i + 1,
                    cancellationToken: _stopping.Token
                )
                .WaitAsync(TestContext.Current.CancellationToken);
            Assert.Null(_grants.Current);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        await BecomesAsync("aaaa");
        var warning = Assert.Single(_log.Lines, line => line.Level == LogLevel.Warning).Text;
        Assert.Contains("Lease ns/node-tasker-grant-worker-1", warning, StringComparison.Ordinal);
        Assert.Contains("grant it as deploy/daemonset-privileged.yaml does", warning, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_defect_is_not_taken_for_a_controller_that_says_nothing()
    {
        _endpoint.FailsToList(new InvalidOperationException("a defect"));

        Follow(true);
        await Eventually
            .IsTrueAsync("something is told", () => _changes == 1, cancellationToken: _stopping.Token)
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("a defect", Assert.Throws<InvalidOperationException>(() => _grants.Current).Message);
    }

    [Fact(Timeout = 60_000)]
    public async Task It_ends_with_the_agent()
    {
        _endpoint.Lists(null, "7");
        Follow(true);

        await _stopping.CancelAsync().WaitAsync(TestContext.Current.CancellationToken);

        await _grants.Following;
        Follow(false);
    }

    private static V1Lease Lease(string? holder, string version) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = "node-tasker-grant-worker-1", ResourceVersion = version },
            Spec = new V1LeaseSpec { HolderIdentity = holder },
        };

    private static k8s.Autorest.HttpOperationException Forbidden()
    {
        using var response = new HttpResponseMessage(System.Net.HttpStatusCode.Forbidden);
        return new()
        {
            Response = new k8s.Autorest.HttpResponseMessageWrapper(response, """{"kind":"Status","message":"leases is forbidden"}"""),
        };
    }

    private void Follow(bool wanted) => _grants.Follow(wanted, () => Interlocked.Increment(ref _changes));

    private Task BecomesAsync(string? holder) =>
        Eventually.IsTrueAsync($"{holder ?? "nothing"} is granted", () => _grants.Current == holder, cancellationToken: _stopping.Token);
}
