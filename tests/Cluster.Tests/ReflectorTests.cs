using System.Net;
using k8s;
using k8s.Autorest;
using NodeTasker.Cluster;
using NodeTasker.Testing;

namespace NodeTasker.Cluster.Tests;

public sealed class ReflectorTests : IAsyncLifetime
{
    private readonly FakeEndpoint<string> _endpoint = new("the things");
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLog<object> _log = new();
    private readonly CancellationTokenSource _stopping = CancellationTokenSource.CreateLinkedTokenSource(
        TestContext.Current.CancellationToken
    );
    private readonly Lock _gate = new();
    private readonly List<string> _seen = [];
    private Task _reading = Task.CompletedTask;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _reading);
        _stopping.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task All_pages_are_one_list_and_the_watch_starts_where_it_was_made()
    {
        _endpoint.ListsPage("7", "page2", Item("a", "7"), Item("b", "7"));
        _endpoint.ListsPage("7", "page3", Item("c", "7"));
        _endpoint.ListsPage("7", null, Item("d", "7"));
        Start();

        await SeenAsync("Listed a=a b=b c=c d=d").WaitAsync(TestContext.Current.CancellationToken);
        await RequestsAsync("list", "list page2", "list page3", "watch 7");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_collection_without_objects_is_listed_too()
    {
        _endpoint.ListsPage("7", "");
        Start();

        await SeenAsync("Listed").WaitAsync(TestContext.Current.CancellationToken);
        await RequestsAsync("list", "watch 7");
    }

    [Fact(Timeout = 60_000)]
    public async Task Each_change_is_told_as_it_comes()
    {
        _endpoint.ListsPage("7", null, Item("a", "7"));
        _endpoint
            .Watches()
            .Send(WatchEventType.Added, Item("b", "8"))
            .Send(WatchEventType.Modified, Item("a", "9", "other"))
            .Send(WatchEventType.Deleted, Item("b", "10"))
            .Send(WatchEventType.Added, Item("b", "11", "again"));
        Start();

        await SeenAsync("Listed a=a", "Changed b=b", "Changed a=other", "Removed b", "Changed b=again")
            .WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_connection_that_ends_is_taken_up_from_the_last_bookmark_without_a_list()
    {
        _endpoint.ListsPage("7", null, Item("a", "7"));
        var first = _endpoint
            .Watches()
            .Send(WatchEventType.Modified, Item("a", "8", "b"))
            .Send(WatchEventType.Bookmark, new Item<string>(null!, "100", null!));
        _endpoint.Watches().Send(WatchEventType.Deleted, Item("a", "101"));
        Start();
        await SeenAsync("Listed a=a", "Changed a=b").WaitAsync(TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromMinutes(30));
        first.End();

        await SeenAsync("Listed a=a", "Changed a=b", "Removed a");
        await RequestsAsync("list", "watch 7", "watch 100");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_connection_that_breaks_is_taken_up_where_it_was_after_a_wait()
    {
        _endpoint.ListsPage("7", null, Item("a", "7"));
        _endpoint.Watches().Send(WatchEventType.Modified, Item("a", "8", "b")).End(new IOException("reset by peer"));
        _endpoint.Watches().Send(WatchEventType.Modified, Item("a", "9", "c"));
        Start();

        await WaitsAsync().WaitAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(60));

        await SeenAsync("Listed a=a", "Changed a=b", "Changed a=c");
        await RequestsAsync("list", "watch 7", "watch 8");
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_version_that_is_too_old_all_is_listed_again_and_what_went_meanwhile_is_gone(bool inTheStream)
    {
        _endpoint.ListsPage("7", null, Item("a", "7"), Item("b", "7"));
        if (inTheStream)
            _endpoint.Watches().SendError(410);
        else
            _endpoint.Watches().End(Refusal(HttpStatusCode.Gone));
        _endpoint.ListsPage("70", null, Item("b", "70"), Item("c", "70"));
        Start();

        await WaitsAsync().WaitAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(60));

        await SeenAsync("Listed a=a b=b", "Listed b=b c=c");
        await RequestsAsync("list", "watch 7", "list", "watch 70");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_page_that_expired_begins_the_list_anew_and_half_a_list_is_never_told()
    {
        _endpoint.ListsPage("7", "page2", Item("a", "7"), Item("b", "7"));
        _endpoint.FailsToList(Refusal(HttpStatusCode.Gone));
        _endpoint.ListsPage("9", null, Item("c", "9"));
        Start();

        await WaitsAsync().WaitAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(60));

        await SeenAsync("Listed c=c");
        await RequestsAsync("list", "list page2", "list", "watch 9");
    }

    private static Item<string> Item(string name, string version, string? value = null) => new(name, version, value ?? name);

    private static HttpOperationException Refusal(HttpStatusCode code)
    {
        using var response = new HttpResponseMessage(code);
        return new HttpOperationException { Response = new HttpResponseMessageWrapper(response, "") };
    }

    private void Start() => _reading = CollectAsync();

    private async Task CollectAsync()
    {
        await foreach (var change in new Reflector<string>(_endpoint, new ApiConnection(), _time, _log).ReadAsync(_stopping.Token))
        {
            if (change is Change<string>.Disconnected)
                continue;
            lock (_gate)
                _seen.Add(TextOf(change));
        }
    }

    private static string TextOf(Change<string> change) =>
        change switch
        {
            Change<string>.Listed listed =>
                $"Listed {string.Join(' ', listed.Items.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key}={item.Value}"))}".TrimEnd(),
            Change<string>.Changed changed => $"Changed {changed.Name}={changed.Item}",
            Change<string>.Removed removed => $"Removed {removed.Name}",
            _ => throw new NotSupportedException($"{change}"),
        };

    private Task SeenAsync(params string[] changes) =>
        Eventually.BecomesAsync(
            $"seen {string.Join(", ", changes)}",
            Seen,
            seen => seen == string.Join(", ", changes),
            cancellationToken: _stopping.Token
        );

    private Task RequestsAsync(params string[] requests) =>
        Eventually.BecomesAsync(
            $"asked {string.Join(", ", requests)}",
            () => string.Join(", ", _endpoint.Requests),
            asked => asked == string.Join(", ", requests),
            cancellationToken: _stopping.Token
        );

    private Task WaitsAsync() => Eventually.IsTrueAsync("it waits", () => _time.PendingTimers == 1, cancellationToken: _stopping.Token);

    private string Seen()
    {
        lock (_gate)
            return string.Join(", ", _seen);
    }
}
