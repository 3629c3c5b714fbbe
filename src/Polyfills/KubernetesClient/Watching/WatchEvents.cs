using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s.Autorest;
using k8s.Exceptions;
using k8s.Models;

namespace k8s;

/// <summary>The events of a watch whose request is already under way.</summary>
internal static class WatchEvents
{
    public static async IAsyncEnumerable<(WatchEventType, T)> Read<T, TList>(Task<HttpOperationResponse<TList>> responseTask, Action<Exception> onError, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await StartedAsync(responseTask, cancellationToken).ConfigureAwait(false);
        if (response.Response?.Content is not WatchContent content)
            throw new KubernetesClientException("The response is not that of a watch: the call needs watch: true.");

        var typeInfo = KubernetesJson.TypeInfo<T>(content.Options);
        while (await content.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (TryRead(line.Span, typeInfo, content.Options, onError, out var watchEvent)) yield return watchEvent;
        }
    }

    private static async Task<HttpOperationResponse<TList>> StartedAsync<TList>(Task<HttpOperationResponse<TList>> responseTask, CancellationToken cancellationToken)
    {
        try
        {
            return await responseTask.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!responseTask.IsCompleted)
        {
            // Nobody will read it any more, so the connection must go as soon as there is one.
            _ = responseTask.ContinueWith(static task => task.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    private static bool TryRead<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> typeInfo, JsonSerializerOptions options, Action<Exception> onError, out (WatchEventType, T) watchEvent)
    {
        watchEvent = default;
        try
        {
            var line = WatchLine.Parse(bytes);
            if (line.IsStatus)
            {
                onError?.Invoke(new KubernetesException(JsonSerializer.Deserialize(line.Object, KubernetesJson.TypeInfo<V1Status>(options))));
                return false;
            }

            watchEvent = (line.Type, JsonSerializer.Deserialize(line.Object, typeInfo));
            return true;
        }
        catch (Exception e)
        {
            // Also what onError itself threw: it hears of that once more, and throwing then ends the watch.
            onError?.Invoke(e);
            return false;
        }
    }
}
