using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace NodeTasker.Cluster;

/// <summary>One object of the API, kept up to date: one list by name, then one watch by name from there. Yields the object whenever it is another, and null when there is none.</summary>
public sealed class ObjectWatch<T>(IObjectEndpoint<T> endpoint, ApiConnection connection, TimeProvider time, ILogger log)
    : ReconnectingWatch<T?>(endpoint.Description, connection, time, log)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc/>
    protected override async IAsyncEnumerable<(bool IsNews, T? News)> FollowAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (ResourceVersion is null)
        {
            var (item, version) = await endpoint.ListAsync(cancellationToken);
            ResourceVersion = version;
            yield return (true, item);
        }

        await foreach (var (type, item) in endpoint.WatchAsync(ResourceVersion, static e => throw e, cancellationToken))
        {
            if (type == WatchEventType.Error || item is null)
                continue;
            ResourceVersion = item.Metadata?.ResourceVersion ?? ResourceVersion;
            yield return type switch
            {
                WatchEventType.Bookmark => (false, null),
                WatchEventType.Deleted => (true, null),
                _ => (true, item),
            };
        }
    }
}
