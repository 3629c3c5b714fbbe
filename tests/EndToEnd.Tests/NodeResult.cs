using System.Text.Json.Nodes;

namespace NodeTasker.EndToEnd.Tests;

/// <summary>A node's result ConfigMap as a reader of the API sees it.</summary>
public sealed record NodeResult(JsonObject ConfigMap)
{
    public string Phase => this["phase"];

    public string Reason => this["reason"];

    public string Message => this["message"];

    public string ExitCode => this["exitCode"];

    public string Output => this["output"];

    public string Run => this["run"];

    public string ResourceVersion => (string)ConfigMap["metadata"]!["resourceVersion"]!;

    public JsonNode Metadata => ConfigMap["metadata"]!;

    /// <summary>The value of a key; empty when there is none.</summary>
    public string this[string key] => (string?)ConfigMap["data"]?[key] ?? "";

    public static NodeResult Of(JsonObject configMap) => new(configMap);

    public override string ToString() =>
        ConfigMap["data"]?.ToJsonString() is { Length: > 4000 } text ? text[..4000] + "…" : ConfigMap["data"]?.ToJsonString() ?? "no data";
}
