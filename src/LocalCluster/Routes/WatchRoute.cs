using System.Buffers;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Storage;
using NodeTasker.LocalCluster.Tables;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>Streams events, a JSON document per line, until the client goes, the time is over or the server ends.</summary>
internal sealed class WatchRoute(Cluster cluster)
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(45);

    public async Task HandleAsync(ApiRequest request)
    {
        var http = request.Http;
        var writer = new ObjectWriter(request, cluster.Time);
        var options = ListOptions.Parse(request, isWatch: true);
        var timeout = request.Number("timeoutSeconds") is { } seconds and > 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue / 1000))
            : DefaultTimeout;

        var initialEvents = request["sendInitialEvents"] is null ? (bool?)null : request.Flag("sendInitialEvents");
        if (initialEvents is true)
            options.CheckReached(cluster.Store.Version);
        var startsWithAll = initialEvents ?? options.ResourceVersion is null or 0;
        var after = startsWithAll ? (long?)null : options.ResourceVersion ?? cluster.Store.Version;

        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-cache, private";
        var output = http.Response.BodyWriter;
        Watcher watcher;
        try
        {
            watcher = cluster.Store.Watch(options.Filter, after);
        }
        catch (ApiException error) when (error.Code == 410)
        {
            // Upstream has begun the stream when it finds out, so the error comes as an event.
            ObjectWriter.WriteError(output, error);
            await output.FlushAsync(http.RequestAborted);
            return;
        }

        using (watcher)
        using (var timer = new CancellationTokenSource(timeout, cluster.Time))
        using (var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, cluster.Stopping, timer.Token))
        {
            var bookmarkVersion = request.Flag("allowWatchBookmarks") ? () => cluster.Store.Version : (Func<long>?)null;
            var stream = new WatchStream(watcher, writer, output, bookmarkVersion);
            try
            {
                await stream.RunAsync(initialEvents is true, cluster.Options.BookmarkInterval, cluster.Time, end.Token);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
            {
                // The time is over; the response ends in order.
            }
        }
    }
}
