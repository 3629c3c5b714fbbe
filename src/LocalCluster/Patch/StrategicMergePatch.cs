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

        foreach (var (name, value) in patch)
        {
            if (name is Directive or RetainKeys || name.StartsWith(ElementOrder, StringComparison.Ordinal))
                continue;

            if (name.StartsWith(DeleteFromList, StringComparison.Ordinal))
                RemoveItems(target, name[DeleteFromList.Length..], value as JsonArray ?? []);
            else
                ApplyField(target, name, value, FieldType(type, name));
        }

        foreach (var (name, order) in patch.Where(field => field.Key.StartsWith(ElementOrder, StringComparison.Ordinal)))
        {
            var field = name[ElementOrder.Length..];
            if (target[field] is JsonArray list && FieldType(type, field) is TypeSchema.List schema)
                target[field] = Sort(list, (JsonArray)order!, schema);
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
            return new JsonArray([.. patches.OfType<JsonObject>().Where(item => item.Text(Directive) != "replace").Select(item => item.DeepClone())]);

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

    private static JsonArray Sort(JsonArray list, JsonArray order, TypeSchema.List type)
    {
        string KeyOf(JsonNode? item) => type.Key is { } key && item is JsonObject map ? map.Text(key) : item?.ToJsonString() ?? "";

        var places = order.Select(KeyOf).Select((key, place) => (key, place)).DistinctBy(entry => entry.key).ToDictionary(entry => entry.key, entry => entry.place, StringComparer.Ordinal);
        return new JsonArray([.. list.OrderBy(item => places.GetValueOrDefault(KeyOf(item), int.MaxValue)).Select(item => item?.DeepClone())]);
    }

    private static TypeSchema? FieldType(TypeSchema type, string name) => type switch
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
