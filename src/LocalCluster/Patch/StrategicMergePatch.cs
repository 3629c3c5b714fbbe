using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Patch;

/// <summary>
/// Strategic merge patch: a merge patch that knows which lists are sets and which have keys. See
/// https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/.
/// </summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string DeleteFromList = "$deleteFromPrimitiveList/";
    private const string ElementOrder = "$setElementOrder/";
    private const string RetainKeys = "$retainKeys";

    public static JsonObject Apply(JsonObject target, JsonObject patch, TypeSchema type)
    {
        switch (patch.Text(Directive))
        {
            case "replace":
                return Without(patch, Directive);
            case "delete":
                return [];
        }

        if (patch[RetainKeys] is JsonArray retained)
        {
            var names = retained.Select(name => name!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
            foreach (var name in target.Select(field => field.Key).Where(name => !names.Contains(name)).ToList())
                target.Remove(name);
        }

        var before = target.DeepClone().AsObject();
        foreach (var (name, value) in patch)
        {
            if (name is Directive or RetainKeys || name.StartsWith(ElementOrder, StringComparison.Ordinal))
                continue;

            if (name.StartsWith(DeleteFromList, StringComparison.Ordinal))
                RemoveItems(target, name[DeleteFromList.Length..], value as JsonArray ?? []);
            else
                ApplyField(target, name, value, FieldType(type, name));
        }

        foreach (
            var name in patch
                .Select(field => field.Key.Replace(ElementOrder, "", StringComparison.Ordinal))
                .Distinct(StringComparer.Ordinal)
        )
        {
            var order = patch[ElementOrder + name] as JsonArray ?? patch[name] as JsonArray;
            if (
                order is not null
                && target[name] is JsonArray list
                && FieldType(type, name) is TypeSchema.List { Relation: not ListRelation.Atomic } schema
            )
                target[name] = Sort(list, order, before[name] as JsonArray ?? [], schema);
        }

        return target;
    }

    private static void ApplyField(JsonObject target, string name, JsonNode? value, TypeSchema? type)
    {
        switch (value, type)
        {
            case (null, _):
                target.Remove(name);
                break;
            case (JsonObject nested, _):
                var existing = target[name] as JsonObject;
                target.Remove(name);
                target[name] = Apply(existing ?? [], nested, type ?? new TypeSchema.Scalar(ScalarKind.Raw));
                break;
            case (JsonArray items, TypeSchema.List { Relation: ListRelation.Set }):
                target[name] = Union(target[name] as JsonArray ?? [], items);
                break;
            case (JsonArray items, TypeSchema.List { Relation: ListRelation.Keyed } list):
                target[name] = MergeItems(target[name] as JsonArray ?? [], items, list);
                break;
            default:
                target[name] = value.DeepClone();
                break;
        }
    }

    private static JsonArray MergeItems(JsonArray current, JsonArray patches, TypeSchema.List type)
    {
        if (patches.OfType<JsonObject>().Any(item => item.Text(Directive) == "replace"))
            return new JsonArray([
                .. patches.OfType<JsonObject>().Where(item => item.Text(Directive) != "replace").Select(item => item.DeepClone()),
            ]);

        var result = current.Select(item => item!.DeepClone().AsObject()).ToList();
        foreach (var item in patches)
        {
            if (item is not JsonObject patch || patch.Text(type.Key!) is not { Length: > 0 } key)
                throw ApiErrors.BadRequest($"map: {item?.ToJsonString()} does not contain declared merge key: {type.Key}");

            var index = result.FindIndex(candidate => candidate.Text(type.Key!) == key);
            if (patch.Text(Directive) == "delete")
                result.RemoveAll(candidate => candidate.Text(type.Key!) == key);
            else if (index < 0)
                result.Add(Without(patch, Directive));
            else
                result[index] = Apply(result[index], patch, type.Element);
        }

        return new JsonArray([.. result]);
    }

    private static JsonArray Union(JsonArray current, JsonArray added) =>
        new([.. current.Concat(added).Select(item => item?.DeepClone()).DistinctBy(item => item?.ToJsonString(), StringComparer.Ordinal)]);

    private static void RemoveItems(JsonObject target, string name, JsonArray removed)
    {
        if (target[name] is not JsonArray list)
            return;
        var texts = removed.Select(item => item?.ToJsonString()).ToHashSet(StringComparer.Ordinal);
        target[name] = new JsonArray([.. list.Where(item => !texts.Contains(item?.ToJsonString())).Select(item => item?.DeepClone())]);
    }

    /// <summary>
    /// Items that the patch names come in its order, the others in the server's; where both are known to the server, its order also says
    /// which of them is first, else the patch's item is.
    /// </summary>
    private static JsonArray Sort(JsonArray list, JsonArray patchOrder, JsonArray serverOrder, TypeSchema.List type)
    {
        string KeyOf(JsonNode? item) => type.Key is { } key && item is JsonObject map ? map.Text(key) : item?.ToJsonString() ?? "";

        var wanted = patchOrder.Select(KeyOf).ToList();
        var server = serverOrder.Select(KeyOf).ToList();
        var named = new Queue<JsonNode?>(list.Where(item => wanted.Contains(KeyOf(item))).OrderBy(item => wanted.IndexOf(KeyOf(item))));
        var others = new Queue<JsonNode?>(list.Where(item => !wanted.Contains(KeyOf(item))));

        var result = new JsonArray();
        while (named.Count + others.Count > 0)
        {
            var takesOther =
                named.Count == 0 || (others.Count > 0 && server.IndexOf(KeyOf(others.Peek())) < server.IndexOf(KeyOf(named.Peek())));
            result.Add((takesOther ? others : named).Dequeue()?.DeepClone());
        }

        return result;
    }

    private static TypeSchema? FieldType(TypeSchema type, string name) =>
        type switch
        {
            TypeSchema.Struct structure => structure.Find(name)?.Type,
            TypeSchema.Map map => map.Value,
            _ => null,
        };

    private static JsonObject Without(JsonObject value, string name)
    {
        var copy = value.DeepClone().AsObject();
        copy.Remove(name);
        return copy;
    }
}
