using System.Text.Json.Nodes;

namespace NodeTasker.LocalCluster.Objects;

/// <summary>
/// What may stand at a place of an object, and how it is merged and owned there. <see cref="Shapes"/> has those of all kinds.
/// </summary>
internal sealed class Shape
{
    /// <summary>The kind of a scalar, as <c>int32</c>; empty for objects, maps and lists.</summary>
    public string Scalar { get; private init; } = "";

    /// <summary>The fields of an object, in the order in which they are written.</summary>
    public Dictionary<string, Field>? Fields { get; private init; }

    /// <summary>What the values of a map or the items of a list are.</summary>
    public Shape? Item { get; private init; }

    public bool IsList { get; private init; }

    /// <summary>
    /// The field that tells the items of a list apart; empty where the items are a set; null where the list is replaced as a whole.
    /// </summary>
    public string? Key { get; private init; }

    /// <summary>Whether each part is merged and owned by itself.</summary>
    public bool IsMerged { get; private init; }

    public Shape? Find(string field) => Fields is null ? Item : Fields.GetValueOrDefault(field)?.Shape;

    /// <summary>The name in messages, which is Go's.</summary>
    public string TypeName =>
        this switch
        {
            { Fields: not null } => "struct",
            { IsList: true } => $"[]{Item!.TypeName}",
            { Item: { } item } => $"map[string]{item.TypeName}",
            { Scalar: "bytes" } => "[]uint8",
            { Scalar: "int32" or "int64" or "bool" } => Scalar,
            _ => "string",
        };

    /// <summary>
    /// Reads <c>"int32"</c>, <c>{"field":…}</c>, <c>{"*":…}</c> (a map), <c>[…]</c>, <c>["set",…]</c> and <c>["by KEY",…]</c>.
    /// A field's name may end with <c>!</c> (always written), <c>?</c> (kept when zero), and that with <c>=</c> (an object replaced as
    /// a whole).
    /// </summary>
    public static Shape Parse(JsonNode node, bool isWhole = false) =>
        node switch
        {
            JsonArray { Count: 1 } list => new Shape { IsList = true, Item = Parse(list[0]!) },
            JsonArray list => new Shape
            {
                IsList = true,
                Item = Parse(list[1]!, isWhole: list[0]!.GetValue<string>().EndsWith('=')),
                Key = list[0]!.GetValue<string>() is "set" ? "" : list[0]!.GetValue<string>()["by ".Length..].TrimEnd('='),
                IsMerged = true,
            },
            JsonObject map when map["*"] is { } value => new Shape { Item = Parse(value), IsMerged = true },
            JsonObject fields => new Shape
            {
                IsMerged = !isWhole,
                Fields = fields.ToDictionary(
                    field => field.Key.TrimEnd('!', '?', '='),
                    field => new Field(Parse(field.Value!, field.Key.EndsWith('=')), field.Key.Contains('!'), field.Key.Contains('?')),
                    StringComparer.Ordinal
                ),
            },
            _ => new Shape { Scalar = node.GetValue<string>() },
        };

    internal sealed record Field(Shape Shape, bool IsAlwaysWritten, bool KeepsZero);
}
