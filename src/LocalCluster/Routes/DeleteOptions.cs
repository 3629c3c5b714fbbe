using System.Text.Json;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Objects;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>What a delete asks for, from its body and its query.</summary>
/// <param name="Uid">The uid that the object must have; empty for any.</param>
/// <param name="ResourceVersion">The version that it must have; empty for any.</param>
/// <param name="Orphans">Whether what it owns is to stay.</param>
internal sealed record DeleteOptions(bool IsDryRun, string Uid, string ResourceVersion, bool Orphans)
{
    public static DeleteOptions Background { get; } = new(false, "", "", false);

    public static async Task<DeleteOptions> ReadAsync(ApiRequest request)
    {
        var body = await BodyReader.ReadBytesAsync(request.Http);
        var options = body.Length == 0 ? [] : Parse(request, body);

        var policy = options.Text("propagationPolicy") is { Length: > 0 } inBody ? inBody : request["propagationPolicy"] ?? "";
        if (policy is not ("" or "Background" or "Foreground" or "Orphan"))
            throw ApiException.InvalidOptions(
                "DeleteOptions",
                FieldError.NotSupported("propagationPolicy", JsonText.Quote(policy), "Background", "Foreground", "Orphan")
            );
        var dryRun = options["dryRun"] as JsonArray ?? [];
        if (dryRun.Any(item => item?.ToString() != "All"))
            throw ApiException.InvalidOptions("DeleteOptions", FieldError.NotSupported("dryRun", JsonText.Text(dryRun), "All"));

        return new DeleteOptions(
            request.IsDryRun("DeleteOptions") || dryRun.Count > 0,
            options.Text("preconditions", "uid"),
            options.Text("preconditions", "resourceVersion"),
            policy == "Orphan" || options.Text("orphanDependents") == "true" || request.Flag("orphanDependents")
        );
    }

    private static JsonObject Parse(ApiRequest request, byte[] body)
    {
        try
        {
            var isYaml = MediaType.OfBody(request.Http.Request) == "application/yaml";
            return (isYaml ? YamlText.Parse(body, []) as JsonObject : JsonText.ParseObject(body)) ?? [];
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw ApiException.BadRequest($"the body is no DeleteOptions: {exception.Message}");
        }
    }
}
