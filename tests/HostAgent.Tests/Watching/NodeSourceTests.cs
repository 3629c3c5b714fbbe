using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;
using NodeTasker.Cluster;
using NodeTasker.HostAgent.Watching;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Watching;

public sealed class NodeSourceTests : IAsyncDisposable
{
    private readonly FakeEndpoint<V1Node> _endpoint = new("Node worker-1");
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLog<NodeSource> _log = new();
    private readonly CancellationTokenSource _stopping = CancellationTokenSource.CreateLinkedTokenSource(
        TestContext.Current.CancellationToken
    );
    private readonly NodeSource _node;

    public NodeSourceTests() =>
        _node = new NodeSource(
            _endpoint,
            () => new Reflector<V1Node>(_endpoint, new ApiConnection(), _time, _log),
            _time,
            _log,
            _stopping.Token
        );

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _node.Following;
        _stopping.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task Each_read_is_one_request_and_shows_the_Node_as_it_is_then()
    {
        _endpoint.Lists(Node("a"), "7");
        _endpoint.Lists(Node("b"), "9");

        await _node.ReadAsync().WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("a", _node.Current?.Uid);
        await _node.ReadAsync();

        Assert.Equal("b", _node.Current?.Uid);
        Assert.Equal(["list", "list"], _endpoint.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_read_that_fails_is_tried_again()
    {
        _endpoint.FailsToList(new HttpRequestException("refused"));
        _endpoint.Lists(Node("a"), "7");

        var reading = _node.ReadAsync();
        await Eventually
            .IsTrueAsync("it waits", () => _time.PendingTimers == 1, cancellationToken: _stopping.Token)
            .WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(_node.FirstRead.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await reading;

        Assert.Equal("a", _node.Current?.Uid);
        Assert.True(_node.FirstRead.IsCompleted);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_refusal_is_said_once_keeps_what_was_known_and_is_over_with_the_next_read()
    {
        _endpoint.Lists(Node("a"), "7");
        _endpoint.FailsToList(Forbidden());
        _endpoint.FailsToList(Forbidden());
        _endpoint.Lists(Node("b"), "9");

        for (var i = 0; i < 3; i++)
            await _node.ReadAsync().WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("a", _node.Current?.Uid);
        await _node.ReadAsync();

        Assert.Equal("b", _node.Current?.Uid);
        Assert.Single(_log.Lines, line => line.Level == LogLevel.Warning);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_Node_that_is_not_there_is_said_once_and_known_when_it_comes()
    {
        _endpoint.Lists(null, "7");
        _endpoint.Lists(null, "8");
        _endpoint.Lists(Node("a"), "9");

        for (var i = 0; i < 2; i++)
            await _node.ReadAsync().WaitAsync(TestContext.Current.CancellationToken);
        Assert.Null(_node.Current);
        await _node.ReadAsync();

        Assert.Equal("a", _node.Current?.Uid);
        Assert.Contains("There is no Node worker-1", Assert.Single(_log.Lines).Text, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_read_does_not_replace_what_the_watch_has_told()
    {
        _endpoint.Lists(Node("a"), "7");
        _endpoint.Watches().Send(WatchEventType.Modified, Node("b"));
        _node.Follow(true, () => { });
        await Eventually
            .IsTrueAsync("the change is seen", () => _node.Current?.Uid == "b", cancellationToken: _stopping.Token)
            .WaitAsync(TestContext.Current.CancellationToken);

        _endpoint.Lists(Node("a"), "7");
        await _node.ReadAsync();

        Assert.Equal("b", _node.Current?.Uid);
    }

    private static V1Node Node(string uid) =>
        new()
        {
            Metadata = new V1ObjectMeta
            {
                Name = "worker-1",
                Uid = uid,
                ResourceVersion = "5",
            },
        };

    private static HttpOperationException Forbidden()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.Forbidden);
        return new() { Response = new HttpResponseMessageWrapper(response, """{"kind":"Status","message":"nodes is forbidden"}""") };
    }
}
