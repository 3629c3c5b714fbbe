using System.Text.Json.Nodes;

namespace NodeTasker.LocalCluster.Tests.Servers;

/// <summary>What a server answered.</summary>
internal sealed record ApiAnswer(int Code, string Text, IReadOnlyList<string> Warnings)
{
    public JsonObject Body => JsonNode.Parse(Text)!.AsObject();

    public string? Reason => Body["reason"]?.GetValue<string>();

    public string? Message => Body["message"]?.GetValue<string>();

    public string ResourceVersion => Body["metadata"]!["resourceVersion"]!.GetValue<string>();

    public IEnumerable<string> Names => Body["items"]!.AsArray().Select(item => item!["metadata"]!["name"]!.GetValue<string>());
}
