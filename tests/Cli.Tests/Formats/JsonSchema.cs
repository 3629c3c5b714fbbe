using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NodeTasker.Cli.Tests.Formats;

/// <summary>As much of JSON Schema as docs/schemas/cli-output.schema.json uses; a keyword that it does not know is an error.</summary>
internal sealed class JsonSchema(JsonObject root)
{
    /// <summary>The documented schema, as programs get it: open, as members are added.</summary>
    public static JsonSchema OfOutput { get; } = new(Read());

    /// <summary>The same without room for what is not documented.</summary>
    public static JsonSchema OfOutputAlone { get; } = new(Closed(Read()));

    /// <summary>What is wrong with <paramref name="value"/>, a line each; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate(JsonNode? value) => [.. Validate(value, root, "$")];

    private static JsonObject Read() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cli-output.schema.json")))!.AsObject();

    private static JsonObject Closed(JsonObject schema)
    {
        foreach (var shape in schema.Select(rule => rule.Value).OfType<JsonObject>())
            Closed(shape);
        // Only what says that it is an object is a schema with members; "properties" and "$defs" are maps of schemas.
        if (schema["type"] is JsonValue type && (string?)type == "object")
            schema.TryAdd("additionalProperties", false);
        return schema;
    }

    private IEnumerable<string> Validate(JsonNode? value, JsonObject schema, string at) =>
        schema.SelectMany(rule => Check(rule.Key, rule.Value!, value, schema, at));

    private IEnumerable<string> Check(string keyword, JsonNode rule, JsonNode? value, JsonObject schema, string at)
    {
        switch (keyword)
        {
            case "$schema" or "$id" or "title" or "$defs":
                return [];
            case "$ref":
                return Validate(value, root["$defs"]![((string)rule!)["#/$defs/".Length..]]!.AsObject(), at);
            case "oneOf":
                var outcomes = rule.AsArray().Select(option => Validate(value, option!.AsObject(), at).ToList()).ToList();
                return outcomes.Count(errors => errors.Count == 0) == 1
                    ? []
                    : [$"{at}: not exactly one shape fits; the nearest: {string.Join("; ", outcomes.MinBy(errors => errors.Count)!)}"];
            case "const":
                return JsonNode.DeepEquals(rule, value) ? [] : [$"{at}: expected {rule}, not {value?.ToJsonString() ?? "null"}"];
            case "enum":
                return rule.AsArray().Any(option => JsonNode.DeepEquals(option, value))
                    ? []
                    : [$"{at}: {value?.ToJsonString() ?? "null"} is none of {rule.ToJsonString()}"];
            case "type":
                return TypeOf(value) == (string)rule! ? [] : [$"{at}: expected {rule}, not {TypeOf(value)}"];
            case "pattern":
                return value is JsonValue text && text.GetValueKind() == JsonValueKind.String && Regex.IsMatch((string)text!, (string)rule!)
                    ? []
                    : [$"{at}: {value?.ToJsonString()} does not match {rule}"];
            case "required":
                return rule.AsArray()
                    .Where(name => value is not JsonObject map || !map.ContainsKey((string)name!))
                    .Select(name => $"{at}: {name} is missing");
            case "properties":
                return value is not JsonObject members
                    ? []
                    : rule.AsObject()
                        .Where(property => members.ContainsKey(property.Key))
                        .SelectMany(property => Validate(members[property.Key], property.Value!.AsObject(), $"{at}.{property.Key}"));
            case "additionalProperties":
                var others = (value as JsonObject ?? []).Where(member =>
                    schema["properties"] is not JsonObject known || !known.ContainsKey(member.Key)
                );
                return rule is JsonObject shape
                    ? others.SelectMany(member => Validate(member.Value, shape, $"{at}.{member.Key}"))
                    : others.Select(member => $"{at}: {member.Key} is not documented");
            case "items":
                return (value as JsonArray ?? []).SelectMany((item, index) => Validate(item, rule.AsObject(), $"{at}[{index}]"));
            default:
                throw new NotSupportedException($"The schema uses '{keyword}', which this validator does not know.");
        }
    }

    private static string TypeOf(JsonNode? value) =>
        value?.GetValueKind() switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Number => "integer",
            _ => "null",
        };
}
