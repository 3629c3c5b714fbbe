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
    private int _changes;

    public NodeSourceTests() => _node = new NodeSource(_endpoint, new ApiConnection(), _time, _log, _stopping.Token);

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
        Assert.Equal("a", _node.Uid);
        await _node.ReadAsync();

        Assert.Equal("b", _node.Uid);
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

        Assert.Equal("a", _node.Uid);
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
        Assert.Equal("a", _node.Uid);
        await _node.ReadAsync();

        Assert.Equal("b", _node.Uid);
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
        Assert.Null(_node.Uid);
        await _node.ReadAsync();

        Assert.Equal("a", _node.Uid);
        Assert.Contains("There is no Node worker-1", Assert.Single(_log.Lines).Text, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_read_does_not_replace_what_the_watch_has_told()
    {
        _endpoint.Lists(Node("a"), "7");
        _endpoint.Watches().Send(WatchEventType.Modified, Node("b"));
        _node.Follow(true, () => { });
        await Eventually
            .IsTrueAsync("the change is seen", () => _node.Uid == "b", cancellationToken: _stopping.Token)
            .WaitAsync(TestContext.Current.CancellationToken);

        _endpoint.Lists(Node("a"), "7");
        await _node.ReadAsync();

        Assert.Equal("b", _node.Uid);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_node_that_was_relabelled_before_a_task_asks_for_labels_is_not_selected_by_those_of_before()
    {
        _endpoint.Lists(Node("a", "worker"), "7");
        await _node.ReadAsync().WaitAsync(TestContext.Current.CancellationToken);
        Assert.Null(_node.Labels);

        _endpoint.Lists(Node("a", "db"), "9");
        Follow(true);
        Assert.Null(_node.Labels);
        await HasRoleAsync("db");

        Follow(false);
        Assert.Null(_node.Labels);
        _endpoint.Lists(Node("a", "web"), "11");
        Follow(true);
        Assert.Null(_node.Labels);
        await HasRoleAsync("web");
        Assert.Equal("a", _node.Uid);
    }

    [Fact(Timeout = 60_000)]
    public async Task Labels_that_were_read_before_a_cut_select_nothing_until_they_are_read_again()
    {
        _endpoint.Lists(Node("a", "worker"), "7");
        var watch = _endpoint.Watches();
        Follow(true);
        await HasRoleAsync("worker").WaitAsync(TestContext.Current.CancellationToken);

        watch.End(new HttpRequestException("cut"));
        await HasRoleAsync(null);
        Assert.Equal("a", _node.Uid);
        await Eventually.IsTrueAsync("it waits", () => _time.PendingTimers == 1, cancellationToken: _stopping.Token);
        _endpoint.Lists(Node("a", "db"), "20");
        _time.Advance(TimeSpan.FromMinutes(1));

        await HasRoleAsync("db");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_defect_is_not_taken_for_labels_that_stay_as_they_are()
    {
        _endpoint.FailsToList(new InvalidOperationException("a defect"));

        Follow(true);
        await _node.Following.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("a defect", Assert.Throws<InvalidOperationException>(() => _node.Labels).Message);
        Assert.Equal(1, _changes);
    }

    private void Follow(bool wanted) => _node.Follow(wanted, () => Interlocked.Increment(ref _changes));

    private Task HasRoleAsync(string? role) =>
        Eventually.IsTrueAsync(
            $"the role is {role ?? "not known"}",
            () => _node.Labels?.GetValueOrDefault("role") == role,
            cancellationToken: _stopping.Token
        );

    private static V1Node Node(string uid, string role = "worker") =>
        new()
        {
            Metadata = new V1ObjectMeta
            {
                Name = "worker-1",
                Uid = uid,
                ResourceVersion = "5",
                Labels = new Dictionary<string, string> { ["role"] = role },
            },
        };

    private static HttpOperationException Forbidden()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.Forbidden);
        return new() { Response = new HttpResponseMessageWrapper(response, """{"kind":"Status","message":"nodes is forbidden"}""") };
    }
}
