using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Schema;
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
            var waits = marked.Metadata()["finalizers"] is JsonArray { Count: > 0 };
            if (options.IsDryRun)
                return (
                    waits || kind == ResourceCatalog.Namespaces ? StoredObject.Create(kind, marked, current.ResourceVersion) : current,
                    !waits && kind != ResourceCatalog.Namespaces
                );

            if (waits || kind == ResourceCatalog.Namespaces)
            {
                var stored = current.ToNode().Meta("deletionTimestamp").Length > 0 ? current : Store.TryReplace(current, marked);
                if (stored is null)
                    continue;
                if (kind == ResourceCatalog.Namespaces)
                    Empty(stored, waits);
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
        value.Metadata()["deletionGracePeriodSeconds"] ??= 0L;
        if (current.Kind == ResourceCatalog.Namespaces)
        {
            value.Metadata().Remove("deletionGracePeriodSeconds");
            value["status"] = new JsonObject { ["phase"] = "Terminating" };
        }

        return value;
    }

    private void Empty(StoredObject ns, bool waits)
    {
        foreach (var kind in ResourceCatalog.All.Where(kind => kind is { Namespaced: true, IsStored: true }))
        {
            foreach (var value in Store.Snapshot(kind).Objects.Values.Where(value => value.Namespace == ns.Name))
                Delete(kind, value.Namespace, value.Name, DeleteOptions.Background);
        }

        if (!waits)
            Store.TryDelete(ns);
    }

    /// <summary>Deletes what has no owner left.</summary>
    private void Collect(StoredObject owner)
    {
        foreach (var kind in ResourceCatalog.All.Where(kind => kind.IsStored))
        {
            foreach (var value in Store.Snapshot(kind).Objects.Values.Where(value => IsOrphanOf(value, owner)))
                Delete(kind, value.Namespace, value.Name, DeleteOptions.Background with { Uid = value.Uid });
        }
    }

    private static bool IsOrphanOf(StoredObject value, StoredObject owner) => value.OwnerUids.Count == 1 && value.OwnerUids[0] == owner.Uid;

    private static void CheckPreconditions(StoredObject current, DeleteOptions options)
    {
        if (options.Uid.Length > 0 && options.Uid != current.Uid)
        {
            throw ApiErrors.PreconditionFailed(
                current.Kind,
                current.Name,
                $"the UID in the precondition ({options.Uid}) does not match the UID in record ({current.Uid}). The object might have been deleted and then recreated"
            );
        }

        if (
            options.ResourceVersion.Length > 0
            && options.ResourceVersion != current.ResourceVersion.ToString(System.Globalization.CultureInfo.InvariantCulture)
        )
        {
            throw ApiErrors.PreconditionFailed(
                current.Kind,
                current.Name,
                $"the ResourceVersion in the precondition ({options.ResourceVersion}) does not match the ResourceVersion in record ({current.ResourceVersion}). The object might have been modified"
            );
        }
    }
}
