using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Exceptions;
using k8s.Models;

namespace NodeTasker.Polyfills.Tests.KubernetesClient;

[Collection(nameof(Alone))]
public sealed class WatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Events_arrive_whole_wherever_the_stream_is_split()
    {
        var text = Event("ADDED", "a") + "\r\n" + Event("MODIFIED", "ä€😀") + "\n\n" + Event("DELETED", "c") + "\n" + Event("BOOKMARK", "d");
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        await using var server = new StandInServer(async (_, stream, token) =>
        {
            await StandInServer.StartStreamAsync(stream, token);
            foreach (var one in bytes)
            {
                await stream.WriteAsync(new byte[] { (byte)'1', 13, 10, one, 13, 10 }, token);
                await stream.FlushAsync(token);
            }

            await StandInServer.EndStreamAsync(stream, token);
        });
        using var client = server.Client();

        var seen = new List<string>();
        await foreach (var (type, item) in client.CoreV1.WatchListNamespacedConfigMapAsync("ns", fieldSelector: "metadata.name=x", resourceVersion: "5", cancellationToken: Token)) seen.Add(type + " " + item.Name());

        Assert.Equal(["Added a", "Modified ä€😀", "Deleted c", "Bookmark d"], seen);
        Assert.Equal("/api/v1/namespaces/ns/configmaps?fieldSelector=metadata.name%3Dx&resourceVersion=5&watch=true", Assert.Single(server.Requests).Target);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_request_starts_with_the_call_and_not_with_the_enumeration()
    {
        var requested = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new StandInServer(async (_, stream, token) =>
        {
            requested.SetResult();
            await StandInServer.StartStreamAsync(stream, token);
            await StandInServer.ChunkAsync(stream, Event("ADDED", "a") + "\n", token);
            await StandInServer.EndStreamAsync(stream, token);
        });
        using var client = server.Client();

        var events = client.CoreV1.WatchListNodeAsync(cancellationToken: Token);
        await requested.Task.WaitAsync(Token);

        Assert.Equal("a", (await events.SingleAsync(Token)).Item2.Name());
    }

    [Fact(Timeout = 30_000)]
    public async Task An_expired_resource_version_is_told_to_onError_and_yields_nothing()
    {
        await using var server = Streaming("""{"type":"ERROR","object":{"metadata":{},"status":"Failure","message":"too old resource version: 1 (7)","reason":"Expired","code":410,"kind":"Status","apiVersion":"v1"}}""" + "\n" + Event("ADDED", "a") + "\n");
        using var client = server.Client();
        var errors = new List<Exception>();

        var events = await client.CoreV1.WatchListNamespacedConfigMapAsync("ns", onError: errors.Add, cancellationToken: Token).ToListAsync(Token);

        var error = Assert.IsType<KubernetesException>(Assert.Single(errors));
        Assert.Equal(410, error.Status.Code);
        Assert.Equal("Expired", error.Status.Reason);
        Assert.Equal("too old resource version: 1 (7)", error.Message);
        Assert.Equal("a", Assert.Single(events).Item2.Name());
    }

    [Fact(Timeout = 30_000)]
    public async Task An_onError_that_throws_is_called_once_more_and_then_ends_the_watch()
    {
        await using var server = Streaming("""{"type":"ERROR","object":{"kind":"Status","code":410}}""" + "\n");
        using var client = server.Client();
        var calls = new List<Exception>();

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(async () => await client.CoreV1.WatchListNodeAsync(
            onError: error =>
            {
                calls.Add(error);
                throw new InvalidOperationException("enough");
            },
            cancellationToken: Token).ToListAsync(Token));

        Assert.Equal("enough", thrown.Message);
        Assert.Collection(calls, first => Assert.IsType<KubernetesException>(first), second => Assert.IsType<InvalidOperationException>(second));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("not json")]
    [InlineData("{\"type\":\"ADDED\"")]
    [InlineData("[]")]
    [InlineData("{\"type\":\"ADDED\"}")]
    [InlineData("{\"type\":\"ADDED\",\"object\":7}")]
    [InlineData("{\"type\":\"CHANGED\",\"object\":{}}")]
    [InlineData("{\"object\":{}}")]
    [InlineData("{\"type\":7,\"object\":{}}")]
    [InlineData("{\"type\":null,\"object\":{}}")]
    [InlineData("{\"type\":\"\\ud800\",\"object\":{}}")]
    [InlineData("{\"type\":\"ADDED\",\"object\":{\"data\":[]}}")]
    [InlineData("{\"type\":\"ADDED\",\"object\":{}} {}")]
    public async Task A_line_that_is_no_event_is_told_to_onError_and_the_watch_goes_on(string line)
    {
        await using var server = Streaming(line + "\n" + Event("ADDED", "a") + "\n");
        using var client = server.Client();
        var errors = new List<Exception>();

        var events = await client.CoreV1.WatchListNamespacedConfigMapAsync("ns", onError: errors.Add, cancellationToken: Token).ToListAsync(Token);

        Assert.IsType<System.Text.Json.JsonException>(Assert.Single(errors), exactMatch: false);
        Assert.Equal("a", Assert.Single(events).Item2.Name());
    }

    [Fact(Timeout = 30_000)]
    public async Task An_error_event_with_another_object_is_yielded()
    {
        await using var server = Streaming(Event("ERROR", "a") + "\n");
        using var client = server.Client();

        var (type, item) = await client.CoreV1.WatchListNamespacedConfigMapAsync("ns", cancellationToken: Token).SingleAsync(Token);

        Assert.Equal(WatchEventType.Error, type);
        Assert.Equal("a", item.Name());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_watch_that_is_refused_throws_when_it_is_enumerated()
    {
        await using var server = StandInServer.Answering("""{"kind":"Status","code":403}""", 403);
        using var client = server.Client();

        var events = client.CoreV1.WatchListNamespacedConfigMapAsync("ns", cancellationToken: Token);

        var error = await Assert.ThrowsAsync<HttpOperationException>(async () => await events.ToListAsync(Token));
        Assert.Equal(HttpStatusCode.Forbidden, error.Response.StatusCode);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_watch_that_closes_without_any_event_is_an_HttpRequestException()
    {
        await using var server = Streaming("");
        using var client = server.Client();

        var error = await Assert.ThrowsAsync<HttpRequestException>(async () => await client.CoreV1.WatchListNodeAsync(cancellationToken: Token).ToListAsync(Token));

        Assert.IsType<EndOfStreamException>(error.InnerException);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_connection_that_is_cut_throws_after_the_events_that_came()
    {
        await using var server = new StandInServer(async (_, stream, token) =>
        {
            await StandInServer.StartStreamAsync(stream, token);
            await StandInServer.ChunkAsync(stream, Event("ADDED", "a") + "\n{\"type\":\"ADD", token);
            throw new IOException("cut");
        });
        using var client = server.Client();
        var seen = new List<string>();

        var error = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var (_, item) in client.CoreV1.WatchListNamespacedConfigMapAsync("ns", cancellationToken: Token)) seen.Add(item.Name());
        });

        Assert.True(error is IOException or HttpRequestException, error.ToString());
        Assert.Equal(["a"], seen);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_ends_the_enumeration_before_and_after_the_first_event(bool afterFirst)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var requested = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new StandInServer(async (_, stream, token) =>
        {
            await StandInServer.StartStreamAsync(stream, token);
            if (afterFirst) await StandInServer.ChunkAsync(stream, Event("ADDED", "a") + "\n", token);
            requested.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        });
        using var client = server.Client();
        await using var events = client.CoreV1.WatchListNamespacedConfigMapAsync("ns", cancellationToken: cancellation.Token).GetAsyncEnumerator(Token);
        if (afterFirst) Assert.True(await events.MoveNextAsync());
        await requested.Task.WaitAsync(Token);

        var next = events.MoveNextAsync().AsTask();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_timeout_of_calls_does_not_end_a_watch()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new StandInServer(async (request, stream, token) =>
        {
            if (!request.Target.Contains("watch=true", StringComparison.Ordinal)) await Task.Delay(Timeout.Infinite, token);
            await StandInServer.StartStreamAsync(stream, token);
            await StandInServer.ChunkAsync(stream, Event("ADDED", "a") + "\n", token);
            await release.Task.WaitAsync(token);
            await StandInServer.ChunkAsync(stream, Event("ADDED", "b") + "\n", token);
            await StandInServer.EndStreamAsync(stream, token);
        });
        using var client = server.Client(configuration => configuration.HttpClientTimeout = TimeSpan.FromMilliseconds(20));
        await using var events = client.CoreV1.WatchListNodeAsync(cancellationToken: Token).GetAsyncEnumerator(Token);

        Assert.True(await events.MoveNextAsync());
        // A call that runs into the same timeout proves that it has passed.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.CoreV1.ReadNodeAsync("n", cancellationToken: Token));
        release.SetResult();

        Assert.True(await events.MoveNextAsync());
        Assert.Equal("b", events.Current.Item2.Name());
    }

    [Fact(Timeout = 60_000)]
    public async Task Large_objects_are_read_one_after_another_in_memory_that_does_not_grow()
    {
        const int Count = 80;
        var data = new string('x', 1024 * 1024);
        var line = """{"type":"MODIFIED","object":{"kind":"ConfigMap","metadata":{"name":"big"},"data":{"task":""" + '"' + data + "\"}}}\n";
        await using var server = new StandInServer(async (_, stream, token) =>
        {
            await StandInServer.StartStreamAsync(stream, token);
            for (var i = 0; i < Count; i++) await StandInServer.ChunkAsync(stream, line, token);
            await StandInServer.EndStreamAsync(stream, token);
        });
        using var client = server.Client();

        var (seen, early, late) = (0, 0L, 0L);
        await foreach (var (_, item) in client.CoreV1.WatchListNamespacedConfigMapAsync("ns", cancellationToken: Token))
        {
            Assert.Equal(data.Length, item.Data["task"].Length);
            seen++;
            if (seen == 5) early = GC.GetTotalMemory(forceFullCollection: true);
            if (seen == Count) late = GC.GetTotalMemory(forceFullCollection: true);
        }

        Assert.Equal(Count, seen);
        // Other tests allocate meanwhile; keeping the lines or the objects would take more than 75 MiB.
        Assert.InRange(late - early, long.MinValue, 24 * 1024 * 1024);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_response_that_is_no_watch_cannot_be_enumerated()
    {
        await using var server = StandInServer.Answering("{}");
        using var client = server.Client();

#pragma warning disable CS0618 // What is tested is the obsolete way too.
        var events = client.CoreV1.ListNodeWithHttpMessagesAsync(cancellationToken: Token).WatchAsync<V1Node, V1NodeList>(cancellationToken: Token);
#pragma warning restore CS0618

        await Assert.ThrowsAsync<KubernetesClientException>(async () => await events.ToListAsync(Token));
    }

    private static string Event(string type, string name)
        => $$$$"""{"type":"{{{{type}}}}","object":{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"{{{{name}}}}","managedFields":[{"fieldsV1":{"f:data":{}}}]},"unknown":[{"kind":"Status"}]}}""";

    private static StandInServer Streaming(string text) => new(async (_, stream, token) =>
    {
        await StandInServer.StartStreamAsync(stream, token);
        if (text.Length > 0) await StandInServer.ChunkAsync(stream, text, token);
        await StandInServer.EndStreamAsync(stream, token);
    });
}
