using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.ManagedFields;

/// <summary>Keeps <c>metadata.managedFields</c>: which manager owns which field.</summary>
internal static class FieldManager
{
    /// <summary>After a plain write: its manager owns what it changed, and nobody owns what has gone.</summary>
    public static JsonObject Update(JsonObject live, JsonObject next, FieldWrite write)
    {
        var managers = ManagersBefore(live, next, write);
        var (bareLive, bareNext) = (Bare(live), Bare(next));
        var comparison = FieldComparison.Of(bareLive, bareNext, write.Kind.Type);
        var me = Entry(managers, write, isApply: false);

        managers = TakeFrom(managers, me, comparison);
        var fields = FieldSets.WithoutUnmanaged(me.Fields.Except(comparison.Removed).Union(comparison.Modified).Union(comparison.Added));
        if (write.Subresource.Length == 0 && write.Kind.HasStatus)
            fields.Remove("f:status");
        var took = FieldSets.WithoutUnmanaged(comparison.Modified.Union(comparison.Added));
        Put(managers, me, fields, took.IsEmpty ? me.Time : write.Now);
        return WithManagers(bareNext, managers);
    }

    /// <summary>
    /// Applies <paramref name="wish"/>: what the manager applied before and no longer wishes goes, unless others own it; what others
    /// own and it wishes differently is a conflict, unless it forces.
    /// </summary>
    public static JsonObject Apply(JsonObject live, JsonObject wish, FieldWrite write)
    {
        var type = write.Kind.Type;
        var managers = ManagersOf(live);
        var bareLive = Bare(live);
        var bareWish = Bare(wish);
        foreach (var field in (string[])["uid", "resourceVersion", "creationTimestamp"])
            bareWish.Metadata().Remove(field);

        var me = Entry(managers, write, isApply: true);
        var fields = FieldSets.WithoutUnmanaged(FieldSets.Of(bareWish, type));
        if (write.Subresource.Length == 0 && write.Kind.HasStatus)
            fields.Remove("f:status");

        var merged = (JsonObject)FieldMerge.Merge(bareLive, bareWish, type)!;
        var others = managers.Where(entry => !entry.IsSameManager(me)).Aggregate(fields, (all, entry) => all.Union(entry.Fields));
        FieldMerge.Remove(merged, Abandoned(me.Fields, others), type);
        merged = ObjectDecoder.Normalize(merged, type);

        var comparison = FieldComparison.Of(bareLive, merged, type);
        if (!write.Force)
            ThrowOnConflict(managers, me, comparison);
        managers = TakeFrom(managers, me, comparison);
        Put(managers, me, fields, JsonNode.DeepEquals(merged, bareLive) ? me.Time : write.Now);
        return WithManagers(merged, managers);
    }

    /// <summary>What was owned and has no owner now; a field that holds others' fields stays.</summary>
    private static FieldSet Abandoned(FieldSet before, FieldSet owned)
    {
        var result = new FieldSet();
        foreach (var (element, child) in before.Children)
        {
            var owner = owned.Find(element);
            if (owner is null && child.IsMember)
                result.GetOrAdd(element).IsMember = true;
            else if (Abandoned(child, owner ?? new FieldSet()) is { IsEmpty: false } below)
                result.GetOrAdd(element).Adopt(below);
        }

        return result;
    }

    private static void ThrowOnConflict(List<ManagerEntry> managers, ManagerEntry me, FieldComparison comparison)
    {
        var changed = comparison.Modified.Union(comparison.Added);
        var conflicts = managers
            .Where(entry => !entry.IsSameManager(me))
            .Select(entry => (entry.Display, Paths: entry.Fields.Intersect(changed).Paths().Select(FieldPath.Display).ToList()))
            .Where(conflict => conflict.Paths.Count > 0)
            .OrderBy(conflict => conflict.Display, StringComparer.Ordinal)
            .ToList();
        if (conflicts.Count == 0)
            return;

        var count = conflicts.Sum(conflict => conflict.Paths.Count);
        var message =
            count == 1
                ? $"Apply failed with 1 conflict: conflict with {conflicts[0].Display}: {conflicts[0].Paths[0]}"
                : $"Apply failed with {count} conflicts: {string.Join('\n', conflicts.Select(conflict => $"conflicts with {conflict.Display}:\n{string.Join('\n', conflict.Paths.Select(path => $"- {path}"))}"))}";
        throw ApiErrors.ApplyConflict(
            message,
            conflicts.SelectMany(conflict => conflict.Paths.Select(path => ($"conflict with {conflict.Display}", path)))
        );
    }

    private static List<ManagerEntry> TakeFrom(List<ManagerEntry> managers, ManagerEntry me, FieldComparison comparison)
    {
        var lost = comparison.Modified.Union(comparison.Added).Union(comparison.Removed);
        return
        [
            .. managers
                .Select(entry => entry.IsSameManager(me) ? entry : entry with { Fields = entry.Fields.Except(lost) })
                .Where(entry => entry.IsSameManager(me) || !entry.Fields.IsEmpty),
        ];
    }

    private static void Put(List<ManagerEntry> managers, ManagerEntry me, FieldSet fields, string time)
    {
        managers.RemoveAll(entry => entry.IsSameManager(me));
        if (!fields.IsEmpty)
            managers.Add(me with { Fields = fields, Time = time });
    }

    private static ManagerEntry Entry(List<ManagerEntry> managers, FieldWrite write, bool isApply)
    {
        var entry = new ManagerEntry(write.Manager, isApply, write.Kind.ApiVersion, write.Subresource, "", new FieldSet());
        return managers.Find(candidate => candidate.IsSameManager(entry)) ?? entry;
    }

    /// <summary>A client may set the managers itself (kubectl does to migrate its own); one empty entry resets them.</summary>
    private static List<ManagerEntry> ManagersBefore(JsonObject live, JsonObject next, FieldWrite write)
    {
        if (write.Subresource.Length > 0 || next.Metadata()["managedFields"] is not JsonArray given || given.Count == 0)
            return ManagersOf(live);
        return given is [JsonObject { Count: 0 }] ? [] : ManagersOf(next);
    }

    private static List<ManagerEntry> ManagersOf(JsonObject value) =>
        value.Metadata()["managedFields"] is JsonArray entries ? [.. entries.OfType<JsonObject>().Select(ManagerEntry.FromJson)] : [];

    private static JsonObject Bare(JsonObject value)
    {
        var copy = value.DeepClone().AsObject();
        copy.Metadata().Remove("managedFields");
        return copy;
    }

    private static JsonObject WithManagers(JsonObject value, List<ManagerEntry> managers)
    {
        var sorted = managers
            .OrderBy(entry => entry.IsApply ? 0 : 1)
            .ThenBy(entry => entry.Time, StringComparer.Ordinal)
            .ThenBy(entry => entry.Manager, StringComparer.Ordinal)
            .ThenBy(entry => entry.ApiVersion, StringComparer.Ordinal)
            .ThenBy(entry => entry.Subresource, StringComparer.Ordinal);
        value.Metadata()["managedFields"] = new JsonArray([.. sorted.Select(entry => (JsonNode)entry.ToJson())]);
        return value;
    }
}
