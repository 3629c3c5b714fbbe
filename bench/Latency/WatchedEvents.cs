using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace NodeTasker.Bench.Latency;

/// <summary>A bare watch on one ConfigMap: each event with the moment of its arrival.</summary>
internal sealed class WatchedEvents : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly Channel<(JsonObject Object, long At)> _events = Channel.CreateUnbounded<(JsonObject, long)>();
    private readonly Task _reading;

    public WatchedEvents(KubeApi api, string configMaps, string name, CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _reading = ReadAsync(api, $"{configMaps}?watch=true&fieldSelector=metadata.name%3D{name}");
    }

    /// <summary>Waits for an event on an object as wished; returns when it arrived.</summary>
    public async Task<long> WaitAsync(Func<JsonObject, bool> isAsWished, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var (watched, at) = await _events.Reader.ReadAsync(timeout.Token);
            if (isAsWished(watched))
                return at;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _reading;
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException)
        {
            // The watch ends with the measurement.
        }

        _stop.Dispose();
    }

    private async Task ReadAsync(KubeApi api, string path)
    {
        await foreach (var line in api.WatchAsync(path, _stop.Token))
            _events.Writer.TryWrite((line["object"]!.AsObject(), Stopwatch.GetTimestamp()));
    }
}
