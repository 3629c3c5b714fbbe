using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Objects;

namespace NodeTasker.LocalCluster.Ownership;

/// <summary>Records who owns which field: (live, new, write) → the object to store.</summary>
internal delegate JsonObject Manage(JsonObject live, JsonObject next, FieldWrite write);

/// <summary>Who writes an object, how and when.</summary>
internal sealed record FieldWrite(ResourceKind Kind, string Manager, string Subresource, bool Force, string Now);

/// <summary>Keeps <c>metadata.managedFields</c>: which manager owns which field.</summary>
internal static class FieldManager
{
    /// <summary>The owner of all that was there before an object without owners is applied to.</summary>
    private const string BeforeFirstApply = "before-first-apply";

    /// <summary>After a plain write: its manager owns what it changed, and nobody owns what has gone.</summary>
    public static JsonObject Update(JsonObject live, JsonObject next, FieldWrite write)
    {
        var managers = ManagersBefore(live, next, write);
        var (bareLive, bareNext) = (Bare(live), Bare(next));

        // Once an object has no owners, plain writes record none.
        if (managers.Count == 0 && live.Meta("uid").Length > 0)
            return bareNext;

        return WithManagers(bareNext, Updated(managers, bareLive, bareNext, write));
    }

    /// <summary>
    /// Applies <paramref name="applied"/>: what the manager applied before and no longer does goes, unless others own it; what others
    /// own and it sets differently is a conflict, unless it forces.
    /// </summary>
    public static JsonObject Apply(JsonObject live, JsonObject applied, FieldWrite write)
    {
        var shape = write.Kind.Shape;
        var managers = ManagerEntry.ReadAll(live);
        var (bareLive, bareApplied) = (Bare(live), Bare(applied));
        foreach (var field in (string[])["uid", "resourceVersion", "creationTimestamp"])
            bareApplied.Metadata().Remove(field);
        if (live.Meta("uid").Length > 0 && !IsOwned("f:status", write))
            bareApplied.Remove("status");
        if (managers.Count == 0)
            managers = Updated([], ObjectDecoder.Normalize([], shape), bareLive, write with { Manager = BeforeFirstApply });

        var me = Entry(managers, write, isApply: true);
        HashSet<string> fields = [.. FieldSet.Applied(FieldSet.Flatten(bareApplied, shape)).Where(path => IsOwned(path, write))];

        var merged = FieldMerge.Merge(bareLive, bareApplied, shape);
        var owned = managers.Where(entry => !entry.IsSameManager(me)).SelectMany(entry => entry.Fields).Concat(fields);
        FieldMerge.Remove(merged, [.. me.Fields.Except(owned.SelectMany(FieldSet.WithParents))], shape);
        merged = ObjectDecoder.Normalize(merged, shape);

        var changes = new Changes(bareLive, merged, shape);
        if (!write.Force)
            ThrowOnConflict(managers.Where(entry => !entry.IsSameManager(me)), changes);
        return WithManagers(merged, With(managers, me, fields, changes, JsonNode.DeepEquals(merged, bareLive) ? me.Time : write.Now));
    }

    private static List<ManagerEntry> Updated(List<ManagerEntry> managers, JsonObject live, JsonObject next, FieldWrite write)
    {
        var changes = new Changes(live, next, write.Kind.Shape);
        var me = Entry(managers, write, isApply: false);
        var taken = changes.Written.Where(path => IsOwned(path, write)).ToList();
        return With(managers, me, [.. me.Fields.Except(changes.Removed).Union(taken)], changes, taken.Count == 0 ? me.Time : write.Now);
    }

    /// <summary>The managers after a write, in which others lose what <paramref name="me"/> changed.</summary>
    private static List<ManagerEntry> With(
        List<ManagerEntry> managers,
        ManagerEntry me,
        HashSet<string> fields,
        Changes changes,
        string time
    ) =>
        [
            .. managers
                .Where(entry => !entry.IsSameManager(me))
                .Select(entry => entry with { Fields = [.. entry.Fields.Except(changes.Written).Except(changes.Removed)] })
                .Append(me with { Fields = fields, Time = time })
                .Where(entry => entry.Fields.Count > 0),
        ];

    private static bool IsOwned(string path, FieldWrite write) =>
        FieldSet.IsOwned(path)
        && !(
            write.Kind.HasStatus
            && write.Subresource.Length == 0
            && (path == "f:status" || path.StartsWith("f:status\n", StringComparison.Ordinal))
        );

    private static void ThrowOnConflict(IEnumerable<ManagerEntry> others, Changes changes)
    {
        var conflicts = others
            .Select(entry =>
                (
                    entry.Display,
                    Paths: entry.Fields.Intersect(changes.Written).Order(StringComparer.Ordinal).Select(FieldSet.Display).ToList()
                )
            )
            .Where(conflict => conflict.Paths.Count > 0)
            .OrderBy(conflict => conflict.Display, StringComparer.Ordinal)
            .ToList();
        if (conflicts.Count == 0)
            return;

        var count = conflicts.Sum(conflict => conflict.Paths.Count);
        var each = conflicts.Select(conflict =>
            $"conflicts with {conflict.Display}:\n{string.Join('\n', conflict.Paths.Select(path => $"- {path}"))}"
        );
        throw ApiException.ApplyConflict(
            count == 1
                ? $"Apply failed with 1 conflict: conflict with {conflicts[0].Display}: {conflicts[0].Paths[0]}"
                : $"Apply failed with {count} conflicts: {string.Join('\n', each)}",
            conflicts.SelectMany(conflict => conflict.Paths.Select(path => ($"conflict with {conflict.Display}", path)))
        );
    }

    private static ManagerEntry Entry(List<ManagerEntry> managers, FieldWrite write, bool isApply)
    {
        var entry = new ManagerEntry(write.Manager, isApply, write.Kind.ApiVersion, write.Subresource, "", []);
        return managers.Find(candidate => candidate.IsSameManager(entry)) ?? entry;
    }

    /// <summary>A client may set the managers itself (kubectl does to migrate its own); one empty entry resets them.</summary>
    private static List<ManagerEntry> ManagersBefore(JsonObject live, JsonObject next, FieldWrite write)
    {
        var given = next.Metadata().Objects("managedFields").ToList();
        if (write.Subresource.Length > 0 || given.Count == 0)
            return ManagerEntry.ReadAll(live);
        return given is [{ Count: 0 }] ? [] : ManagerEntry.ReadAll(next);
    }

    private static JsonObject Bare(JsonObject value)
    {
        var copy = value.DeepClone().AsObject();
        copy.Metadata().Remove("managedFields");
        return copy;
    }

    private static JsonObject WithManagers(JsonObject value, IEnumerable<ManagerEntry> managers)
    {
        value.Metadata()["managedFields"] = ManagerEntry.ToJson(managers);
        return value;
    }

    /// <summary>The fields that differ between two versions of an object.</summary>
    private sealed class Changes
    {
        public Changes(JsonObject old, JsonObject next, Shape shape)
        {
            var (before, after) = (FieldSet.Flatten(old, shape), FieldSet.Flatten(next, shape));
            Removed = [.. before.Keys.Where(path => !after.ContainsKey(path))];
            Written =
            [
                .. after
                    .Where(field =>
                        !before.TryGetValue(field.Key, out var text) || (text is not null && field.Value is not null && text != field.Value)
                    )
                    .Select(field => field.Key),
            ];
        }

        /// <summary>What was added or has another value.</summary>
        public HashSet<string> Written { get; }

        public HashSet<string> Removed { get; }
    }
}
