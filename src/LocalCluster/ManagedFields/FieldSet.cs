using System.Text.Json.Nodes;

namespace NodeTasker.LocalCluster.ManagedFields;

/// <summary>
/// A set of fields as a tree, in the notation of <c>fieldsV1</c>: <c>f:name</c>, <c>k:{"uid":"…"}</c> and <c>v:"…"</c>. A node can itself be in
/// the set (<c>.</c>) and have members below it.
/// </summary>
internal sealed class FieldSet
{
    private readonly SortedDictionary<string, FieldSet> _children = new(StringComparer.Ordinal);

    public bool IsMember { get; set; }

    public IReadOnlyDictionary<string, FieldSet> Children => _children;

    public bool IsEmpty => !IsMember && _children.Values.All(child => child.IsEmpty);

    public FieldSet? Find(string element) => _children.GetValueOrDefault(element);

    public FieldSet GetOrAdd(string element)
    {
        if (!_children.TryGetValue(element, out var child))
            _children[element] = child = new FieldSet();
        return child;
    }

    public void Remove(string element) => _children.Remove(element);

    /// <summary>Takes over the children of <paramref name="other"/>.</summary>
    public void Adopt(FieldSet other)
    {
        foreach (var (element, child) in other._children)
            _children[element] = child;
    }

    public FieldSet Union(FieldSet other) => Combine(this, other, (left, right) => left || right);

    public FieldSet Except(FieldSet other) => Combine(this, other, (left, right) => left && !right);

    public FieldSet Intersect(FieldSet other) => Combine(this, other, (left, right) => left && right);

    /// <summary>The paths of all members.</summary>
    public IEnumerable<IReadOnlyList<string>> Paths()
    {
        if (IsMember)
            yield return [];
        foreach (var (element, child) in _children)
        {
            foreach (var path in child.Paths())
                yield return [element, .. path];
        }
    }

    public JsonObject ToJson()
    {
        var result = new JsonObject();
        if (IsMember && _children.Count > 0)
            result["."] = new JsonObject();
        foreach (var (element, child) in _children)
            result[element] = child.ToJson();
        return result;
    }

    public static FieldSet FromJson(JsonObject json) => FromJson(json, isRoot: true);

    private static FieldSet FromJson(JsonObject json, bool isRoot)
    {
        var set = new FieldSet { IsMember = (json.Count == 0 && !isRoot) || json.ContainsKey(".") };
        foreach (var (element, child) in json)
        {
            if (element != ".")
                set._children[element] = FromJson(child as JsonObject ?? [], isRoot: false);
        }

        return set;
    }

    private static FieldSet Combine(FieldSet? left, FieldSet? right, Func<bool, bool, bool> rule)
    {
        var result = new FieldSet { IsMember = rule(left?.IsMember ?? false, right?.IsMember ?? false) };
        foreach (
            var element in (left?._children.Keys ?? Enumerable.Empty<string>()).Union(
                right?._children.Keys ?? Enumerable.Empty<string>(),
                StringComparer.Ordinal
            )
        )
        {
            var child = Combine(left?.Find(element), right?.Find(element), rule);
            if (!child.IsEmpty)
                result._children[element] = child;
        }

        return result;
    }
}
