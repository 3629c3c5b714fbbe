using System.Text.Json.Nodes;

namespace NodeTasker.LocalCluster.Tables;

/// <summary>A column; those of priority 1 are shown by <c>-o wide</c> only.</summary>
internal sealed record TableColumn(string Name, Func<JsonObject, DateTimeOffset, JsonNode?> Cell, string Type = "string", int Priority = 0)
{
    public JsonObject ToJson() =>
        new()
        {
            ["name"] = Name,
            ["type"] = Type,
            ["format"] = Name == "Name" ? "name" : "",
            ["description"] = "",
            ["priority"] = Priority,
        };
}
