using System.Buffers;
using System.IO.Pipelines;
using NodeTasker.LocalCluster.Storage;
using NodeTasker.LocalCluster.Tables;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>
/// Writes what a watcher sees, and in between bookmarks with the version that <paramref name="bookmarkVersion"/> gives, unless it is
/// null.
/// </summary>
internal sealed class WatchStream(Watcher watcher, ObjectWriter writer, PipeWriter output, Func<long>? bookmarkVersion)
{
    private long _lastVersion;

    public async Task RunAsync(bool marksInitialEvents, TimeSpan bookmarkInterval, TimeProvider time, CancellationToken end)
    {
        foreach (var item in watcher.Initial)
            await WriteAsync(item, end);
        _lastVersion = watcher.Start;
        if (marksInitialEvents && bookmarkVersion is not null)
            writer.WriteBookmark(output, _lastVersion, endsInitialEvents: true);

        // Also without an event: the client learns from the headers that the watch is on.
        await output.FlushAsync(end);

        using var timer = new PeriodicTimer(bookmarkInterval, time);
        var tick = bookmarkVersion is not null ? timer.WaitForNextTickAsync(end).AsTask() : null;
        var events = watcher.Events;
        var more = events.WaitToReadAsync(end).AsTask();
        while (true)
        {
            if (tick is not null)
                await Task.WhenAny(more, tick);

            if (tick is { IsCompleted: true })
            {
                await tick;
                await WriteBookmarkAsync(end);
                tick = timer.WaitForNextTickAsync(end).AsTask();
                continue;
            }

            if (!await more)
                return;

            while (events.TryRead(out var item))
                await WriteAsync(item, end);
            await output.FlushAsync(end);
            more = events.WaitToReadAsync(end).AsTask();
        }
    }

    private async Task WriteBookmarkAsync(CancellationToken end)
    {
        // First the version, then the queue: what is up to that version is in the queue by now.
        var version = bookmarkVersion!();
        while (watcher.Events.TryRead(out var item))
            await WriteAsync(item, end);
        if (version <= _lastVersion)
            return;

        writer.WriteBookmark(output, version, endsInitialEvents: false);
        _lastVersion = version;
        await output.FlushAsync(end);
    }

    private async ValueTask WriteAsync(WatchItem item, CancellationToken end)
    {
        const long FlushAt = 256 * 1024;
        writer.WriteEvent(output, item);
        _lastVersion = item.Value.ResourceVersion;
        if (output.UnflushedBytes > FlushAt)
            await output.FlushAsync(end);
    }
}
