using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Objects;

namespace NodeTasker.LocalCluster.Patching;

/// <summary>
/// Strategic merge patch: a merge patch that knows which lists are sets and which have keys. kubectl's <c>apply</c>, <c>edit</c>,
/// <c>patch</c> and <c>cordon</c> send it. See
/// https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/.
/// </summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string DeleteFromList = "$deleteFromPrimitiveList/";
    private const string ElementOrder = "$setElementOrder/";
    private const string RetainKeys = "$retainKeys";

    public static JsonObject Apply(JsonObject target, JsonObject patch, Shape? shape)
    {
        if (patch.Text(Directive) is { Length: > 0 } directive and not "merge")
            return directive == "delete" ? [] : Without(patch, Directive);

        if (patch[RetainKeys] is JsonArray retained)
        {
            var names = retained.Select(name => name?.ToString()).ToHashSet(StringComparer.Ordinal);
            foreach (var name in target.Select(field => field.Key).Where(name => !names.Contains(name)).ToList())
                target.Remove(name);
        }

        var before = target.DeepClone().AsObject();
        foreach (var (name, value) in patch.Where(field => field.Key is not (Directive or RetainKeys)))
        {
            if (name.StartsWith(DeleteFromList, StringComparison.Ordinal))
                RemoveItems(target, name[DeleteFromList.Length..], value as JsonArray ?? []);
            else if (!name.StartsWith(ElementOrder, StringComparison.Ordinal))
                ApplyField(target, name, value, shape?.Find(name));
        }

        foreach (var name in patch.Select(field => field.Key.Replace(ElementOrder, "", StringComparison.Ordinal)).Distinct())
        {
            var order = patch[ElementOrder + name] as JsonArray ?? patch[name] as JsonArray;
            if (order is not null && target[name] is JsonArray list && shape?.Find(name) is { Key: { } key })
                target[name] = Sort(list, order, before[name] as JsonArray ?? [], key);
        }

        return target;
    }

    private static void ApplyField(JsonObject target, string name, JsonNode? value, Shape? shape)
    {
        var current = target[name];
        target.Remove(name);
        if (value is not null)
        {
            target[name] = (value, shape) switch
            {
                (JsonObject nested, _) => Apply(current as JsonObject ?? [], nested, shape),
                (JsonArray items, { Key: "" }) => Union(current as JsonArray ?? [], items),
                (JsonArray items, { Key: not null }) => MergeItems(current as JsonArray ?? [], items, shape),
                _ => value.DeepClone(),
            };
        }
    }

    private static JsonArray MergeItems(JsonArray current, JsonArray patches, Shape shape)
    {
        var replaces = patches.OfType<JsonObject>().Any(item => item.Text(Directive) == "replace");
        var result = replaces ? [] : current.Select(item => item!.DeepClone().AsObject()).ToList();
        foreach (var patch in patches.OfType<JsonObject>().Where(item => item.Text(Directive) != "replace"))
        {
            if (patch.Text(shape.Key!) is not { Length: > 0 } key)
                throw ApiException.BadRequest($"map: {patch.ToJsonString()} does not contain declared merge key: {shape.Key}");

            var index = result.FindIndex(candidate => candidate.Text(shape.Key!) == key);
            if (patch.Text(Directive) == "delete")
                result.RemoveAll(candidate => candidate.Text(shape.Key!) == key);
            else if (index < 0)
                result.Add(Without(patch, Directive));
            else
                result[index] = Apply(result[index], patch, shape.Item);
        }

        return result.ToJsonArray();
    }

    private static JsonArray Union(JsonArray current, JsonArray added) =>
        current.Concat(added).Select(item => item?.DeepClone()).DistinctBy(item => item?.ToJsonString()).ToJsonArray();

    private static void RemoveItems(JsonObject target, string name, JsonArray removed)
    {
        var texts = removed.Select(item => item?.ToJsonString()).ToHashSet();
        if (target[name] is JsonArray list)
            target[name] = list.Where(item => !texts.Contains(item?.ToJsonString())).Select(item => item?.DeepClone()).ToJsonArray();
    }

    /// <summary>
    /// Items that the patch names come in its order, the others in the server's; where both are known to the server, its order also says
    /// which of them is first, else the patch's item is.
    /// </summary>
    private static JsonArray Sort(JsonArray list, JsonArray patchOrder, JsonArray serverOrder, string key)
    {
        string KeyOf(JsonNode? item) => item is JsonObject map ? map.Text(key) : item?.ToJsonString() ?? "";

        var given = patchOrder.Select(KeyOf).ToList();
        var server = serverOrder.Select(KeyOf).ToList();
        var named = new Queue<JsonNode?>(list.Where(item => given.Contains(KeyOf(item))).OrderBy(item => given.IndexOf(KeyOf(item))));
        var others = new Queue<JsonNode?>(list.Where(item => !given.Contains(KeyOf(item))));

        var result = new JsonArray();
        while (named.Count + others.Count > 0)
        {
            var takesOther =
                named.Count == 0 || (others.Count > 0 && server.IndexOf(KeyOf(others.Peek())) < server.IndexOf(KeyOf(named.Peek())));
            result.Add((takesOther ? others : named).Dequeue()?.DeepClone());
        }

        return result;
    }

    private static JsonObject Without(JsonObject value, string name)
    {
        var copy = value.DeepClone().AsObject();
        copy.Remove(name);
        return copy;
    }
}
