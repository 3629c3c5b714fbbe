using System.Globalization;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Objects;
using NodeTasker.LocalCluster.Storage;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>Takes objects away: waits for finalizers, empties namespaces, and collects what the object owned.</summary>
internal sealed class ObjectRemoval(Cluster cluster)
{
    private ObjectStore Store => cluster.Store;

    /// <summary>Null when there is no such object; else its last state and whether it is gone, or just marked.</summary>
    public (StoredObject Value, bool IsGone)? Delete(ResourceKind kind, string ns, string name, DeleteOptions options)
    {
        while (true)
        {
            if (Store.Find(kind, ns, name) is not { } current)
                return null;

            CheckPreconditions(current, options);
            var marked = Mark(current);
            var hasFinalizers = marked.Finalizers().Any();
            var isOnlyMarked = hasFinalizers || kind == ResourceKind.Namespaces;
            if (options.IsDryRun)
                return (isOnlyMarked ? StoredObject.Create(kind, marked, current.ResourceVersion) : current, !isOnlyMarked);

            if (isOnlyMarked)
            {
                var isMarked = current.ToNode().Meta("deletionTimestamp").Length > 0;
                if ((isMarked ? current : Store.TryReplace(current, marked)) is not { } stored)
                    continue;
                if (kind == ResourceKind.Namespaces)
                    Empty(stored, hasFinalizers);
                return (stored, false);
            }

            if (Store.TryDelete(current) is { } last)
            {
                if (!options.Orphans)
                    Collect(last);
                return (last, true);
            }
        }
    }

    private JsonObject Mark(StoredObject current)
    {
        var value = current.ToNode();
        value.Metadata()["deletionTimestamp"] ??= cluster.Now;
        if (current.Kind == ResourceKind.Namespaces)
            value["status"] = new JsonObject { ["phase"] = "Terminating" };
        else
            value.Metadata()["deletionGracePeriodSeconds"] ??= 0L;
        return value;
    }

    private void Empty(StoredObject ns, bool hasFinalizers)
    {
        foreach (var kind in ResourceKind.All.Where(kind => kind is { IsNamespaced: true, IsStored: true }))
        {
            foreach (var value in Store.Snapshot(kind).Objects.Values.Where(value => value.Namespace == ns.Name))
                Delete(kind, value.Namespace, value.Name, DeleteOptions.Background);
        }

        if (!hasFinalizers)
            Store.TryDelete(ns);
    }

    /// <summary>Deletes what has no owner left.</summary>
    private void Collect(StoredObject owner)
    {
        foreach (var kind in ResourceKind.All.Where(kind => kind.IsStored))
        {
            foreach (var value in Store.Snapshot(kind).Objects.Values.Where(value => value.OnlyOwner == owner.Uid))
                Delete(kind, value.Namespace, value.Name, DeleteOptions.Background);
        }
    }

    private static void CheckPreconditions(StoredObject current, DeleteOptions options)
    {
        if (options.Uid.Length > 0 && options.Uid != current.Uid)
            throw ApiException.PreconditionFailed(
                current.Kind,
                current.Name,
                $"the UID in the precondition ({options.Uid}) does not match the UID in record ({current.Uid}). "
                    + "The object might have been deleted and then recreated"
            );

        if (options.ResourceVersion.Length > 0 && options.ResourceVersion != current.ResourceVersion.ToString(CultureInfo.InvariantCulture))
            throw ApiException.PreconditionFailed(
                current.Kind,
                current.Name,
                $"the ResourceVersion in the precondition ({options.ResourceVersion}) does not match the ResourceVersion in record "
                    + $"({current.ResourceVersion}). The object might have been modified"
            );
    }
}
