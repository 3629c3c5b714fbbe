using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;
using NodeTasker.Cluster;
using NodeTasker.Testing;

namespace NodeTasker.Cluster.Tests;

public sealed class ReflectorOfOneTests : IAsyncLifetime
{
    private readonly FakeEndpoint _endpoint = new();
    private readonly ApiConnection _connection = new();
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLog<object> _log = new();
    private readonly CancellationTokenSource _stopping = CancellationTokenSource.CreateLinkedTokenSource(
        TestContext.Current.CancellationToken
    );
    private readonly Lock _gate = new();
    private readonly List<string> _seen = [];
    private int _cuts;
    private Task _reading = Task.CompletedTask;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _reading);
        _stopping.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task It_lists_once_and_watches_from_there()
    {
        _endpoint.Lists(FakeEndpoint.At("5"), "7");
        _endpoint.Watches().Send(WatchEventType.Modified, "8").Send(WatchEventType.Modified, "9");

        await ReadAsync("5", "8", "9").WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["list", "watch 7"], _endpoint.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_object_that_is_not_there_and_one_that_is_deleted_are_null()
    {
        _endpoint.Lists(null, "7");
        _endpoint.Watches().Send(WatchEventType.Added, "8").Send(WatchEventType.Deleted, "9").Send(WatchEventType.Added, "10");

        await ReadAsync("null", "8", "null", "10").WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_connection_that_ends_is_taken_up_from_the_last_bookmark()
    {
        _endpoint.Lists(FakeEndpoint.At("5"), "7");
        var first = _endpoint.Watches().Send(WatchEventType.Modified, "8").Send(WatchEventType.Bookmark, "100");
        _endpoint.Watches().Send(WatchEventType.Modified, "101");
        Start();
        await SeenAsync("5", "8").WaitAsync(TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromMinutes(30));
        first.End();

        await SeenAsync("5", "8", "101");
        Assert.Equal(["list", "watch 7", "watch 100"], _endpoint.Requests);
        Assert.Empty(_log.Lines);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_watch_that_lived_long_and_ended_plainly_is_taken_up_without_a_wait()
    {
        _endpoint.Lists(FakeEndpoint.At("5"), "7");
        var first = _endpoint.Watches();
        Start();
        await SeenAsync("5").WaitAsync(TestContext.Current.CancellationToken);
        await RequestsAsync(2);

        _time.Advance(TimeSpan.FromMinutes(5));
        first.End();

        await RequestsAsync(3);
        Assert.Equal(0, _time.PendingTimers);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_ends_every_watch_at_once_is_not_asked_in_a_hot_loop()
    {
        _endpoint.Lists(FakeEndpoint.At("5"), "7");
        _endpoint.EndsEveryWatchAtOnce = true;
        Start();

        await Eventually
            .IsTrueAsync("it waits", () => _time.PendingTimers == 1 || _endpoint.Requests.Count > 1000, cancellationToken: _stopping.Token)
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.InRange(_endpoint.Requests.Count, 2, 3);
        _time.Advance(TimeSpan.FromSeconds(60));
        await Eventually.IsTrueAsync("it goes on", () => _endpoint.Requests.Count > 2, cancellationToken: _stopping.Token);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_version_that_is_too_old_is_listed_anew()
    {
        _endpoint.Lists(FakeEndpoint.At("5"), "7");
        _endpoint.Watches().SendError(410);
        _endpoint.Lists(FakeEndpoint.At("50"), "70");
        _endpoint.Watches().Send(WatchEventType.Modified, "71");
        Start();

        await WaitsAsync().WaitAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(60));

        await SeenAsync("5", "50", "71");
        Assert.Equal(["list", "watch 7", "list", "watch 70"], _endpoint.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_version_that_is_refused_as_too_old_is_listed_anew()
    {
        _endpoint.Lists(null, "7");
        _endpoint.Watches().End(Refusal(HttpStatusCode.Gone));
        _endpoint.Lists(FakeEndpoint.At("50"), "70");
        Start();

        await WaitsAsync().WaitAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(60));

        await SeenAsync("null", "50");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_watch_of_what_counts_only_as_it_is_now_lists_after_every_cut()
    {
        _endpoint.Lists(FakeEndpoint.At("5"), "7");
        var first = _endpoint.Watches();
        _endpoint.Lists(null, "20");
        var second = _endpoint.Watches();
        _endpoint.Lists(FakeEndpoint.At("30"), "30");
        Start(listsAfterCut: true);
        await RequestsAsync(2).WaitAsync(TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromMinutes(5));
        first.End();
        await RequestsAsync(4);
        second.End(new HttpRequestException("cut"));
        await WaitsAsync();
        _time.Advance(TimeSpan.FromSeconds(60));

        await SeenAsync("5", "null", "30");
        await RequestsAsync(6);
        Assert.Equal(["list", "watch 7", "list", "watch 20", "list", "watch 30"], _endpoint.Requests);
        Assert.Equal(2, Volatile.Read(ref _cuts));
    }

    [Fact(Timeout = 60_000)]
    public async Task Another_error_in_the_stream_is_waited_out_and_taken_up_where_it_was()
    {
        _endpoint.Lists(FakeEndpoint.At("5"), "7");
        _endpoint.Watches().Send(WatchEventType.Modified, "8").SendError(500);
        _endpoint.Watches().Send(WatchEventType.Modified, "9");
        Start();

        await WaitsAsync().WaitAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(60));

        await SeenAsync("5", "8", "9");
        Assert.Equal(["list", "watch 7", "watch 8"], _endpoint.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task Failures_are_waited_out_ever_longer_and_said_once()
    {
        for (var i = 0; i < 5; i++)
            _endpoint.FailsToList(new HttpRequestException("refused"));
        _endpoint.Lists(FakeEndpoint.At("5"), "7");
        Start();

        for (var i = 0; i < 5; i++)
        {
            await Eventually
                .IsTrueAsync(
                    "it waits",
                    () => _time.PendingTimers == 1 && _endpoint.Requests.Count == i + 1,
                    cancellationToken: _stopping.Token
                )
                .WaitAsync(TestContext.Current.CancellationToken);
            _time.Advance(TimeSpan.FromSeconds(1 << i));
        }

        await SeenAsync("5");
        Assert.Equal(
            [
                (LogLevel.Warning, "Cannot read ConfigMap ns/task: refused. Trying again"),
                (LogLevel.Information, "Reading ConfigMap ns/task again"),
            ],
            _log.Lines.Where(line => line.Level > LogLevel.Debug)
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_sign_of_life_is_told()
    {
        _endpoint.Lists(FakeEndpoint.At("5"), "7");
        var watch = _endpoint.Watches();
        var listed = _connection.NextSuccess;
        Start();
        await listed.WaitAsync(_stopping.Token).WaitAsync(TestContext.Current.CancellationToken);
        await SeenAsync("5");
        var bookmarked = _connection.NextSuccess;

        watch.Send(WatchEventType.Bookmark, "8");

        await bookmarked.WaitAsync(_stopping.Token);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_defect_is_not_taken_for_an_outage()
    {
        _endpoint.FailsToList(new InvalidOperationException("a defect"));

        var reading = NewReflector().ReadAsync(_stopping.Token).GetAsyncEnumerator(_stopping.Token);

        await Assert
            .ThrowsAsync<InvalidOperationException>(() => reading.MoveNextAsync().AsTask())
            .WaitAsync(TestContext.Current.CancellationToken);
        _reading = Task.FromCanceled(new CancellationToken(canceled: true));
    }

    private static HttpOperationException Refusal(HttpStatusCode code)
    {
        using var response = new HttpResponseMessage(code);
        return new HttpOperationException { Response = new HttpResponseMessageWrapper(response, "") };
    }

    private Reflector<V1ConfigMap> NewReflector(bool listsAfterCut = false) =>
        new(_endpoint, _connection, _time, _log) { ListsAfterCut = listsAfterCut };

    private void Start(bool listsAfterCut = false) => _reading = CollectAsync(NewReflector(listsAfterCut));

    private async Task CollectAsync(Reflector<V1ConfigMap> reflector)
    {
        await foreach (var change in reflector.ReadAsync(_stopping.Token))
        {
            if (change is Change<V1ConfigMap>.Disconnected)
            {
                Interlocked.Increment(ref _cuts);
                continue;
            }

            lock (_gate)
                _seen.Add(change.Only?.Metadata.ResourceVersion ?? "null");
        }
    }

    private Task ReadAsync(params string[] versions)
    {
        Start();
        return SeenAsync(versions);
    }

    private Task SeenAsync(params string[] versions) =>
        Eventually.BecomesAsync(
            $"seen {string.Join(", ", versions)}",
            Seen,
            seen => seen == string.Join(", ", versions),
            cancellationToken: _stopping.Token
        );

    private Task RequestsAsync(int count) =>
        Eventually.IsTrueAsync($"{count} requests", () => _endpoint.Requests.Count == count, cancellationToken: _stopping.Token);

    private Task WaitsAsync() => Eventually.IsTrueAsync("it waits", () => _time.PendingTimers == 1, cancellationToken: _stopping.Token);

    private string Seen()
    {
        lock (_gate)
            return string.Join(", ", _seen);
    }
}
