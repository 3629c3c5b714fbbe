using System.Text;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.ManagedFields;

/// <summary>The elements of paths, and paths as messages show them: <c>.metadata.ownerReferences[uid="…"]</c>.</summary>
internal static class FieldPath
{
    public static string Field(string name) => $"f:{name}";

    /// <summary>The element of a list item.</summary>
    public static string Item(JsonNode? item, TypeSchema.List list) =>
        list.Relation == ListRelation.Keyed
            ? $"k:{Text(new JsonObject { [list.Key!] = (item as JsonObject)?[list.Key!]?.DeepClone() })}"
            : $"v:{(item is null ? "null" : Text(item))}";

    public static string Display(IEnumerable<string> path)
    {
        var text = new StringBuilder();
        foreach (var element in path)
        {
            if (element.StartsWith("f:", StringComparison.Ordinal))
                text.Append('.').Append(element, 2, element.Length - 2);
            else if (element.StartsWith("k:", StringComparison.Ordinal))
                text.Append('[')
                    .AppendJoin(
                        ',',
                        JsonText.ParseObject(Encoding.UTF8.GetBytes(element[2..])).Select(key => $"{key.Key}={Text(key.Value!)}")
                    )
                    .Append(']');
            else
                text.Append("[=").Append(element, 2, element.Length - 2).Append(']');
        }

        return text.ToString();
    }

    private static string Text(JsonNode node) => Encoding.UTF8.GetString(JsonText.Write(node));
}
