using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;

namespace NodeTasker.Cluster;

/// <summary>One object by its name. The API server is asked for nothing else; whatever answers in its place may send anything.</summary>
internal static class NamedObjects
{
    /// <summary>The object of that name in a list, and the list's version.</summary>
    /// <exception cref="InvalidDataException">The answer is no list.</exception>
    public static (T? Item, string ResourceVersion) Only<T>(IEnumerable<T?>? items, V1ListMeta? metadata, string kind, string name)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        items is not null && metadata?.ResourceVersion is { Length: > 0 } version
            ? (items.FirstOrDefault(item => IsIt(item, kind, name)), version)
            : throw new InvalidDataException(
                $"the answer is no list of {kind}s of an API server; does something else answer at its address?"
            );

    /// <summary>The events of that name, and bookmarks.</summary>
    public static async IAsyncEnumerable<(WatchEventType Type, T Item)> Only<T>(
        IAsyncEnumerable<(WatchEventType Type, T Item)> events,
        string kind,
        string name,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        await foreach (var (type, item) in events.WithCancellation(cancellationToken))
        {
            if (type == WatchEventType.Bookmark || IsIt(item, kind, name))
                yield return (type, item);
        }
    }

    private static bool IsIt<T>(T? item, string kind, string name)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        item?.Metadata?.Name == name && (string.IsNullOrEmpty(item.Kind) || item.Kind == kind);
}
