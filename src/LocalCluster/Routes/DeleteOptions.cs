using System.Text.Json;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Schema;
using NodeTasker.LocalCluster.Validation;

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
        var options = body.Length == 0 ? [] : Decode(request, body);

        var policy = options.Text("propagationPolicy") is { Length: > 0 } inBody ? inBody : request.Query["propagationPolicy"] ?? "";
        if (policy is not ("" or "Background" or "Foreground" or "Orphan"))
            throw ApiErrors.InvalidOptions(
                "DeleteOptions",
                FieldError.NotSupported("propagationPolicy", FieldError.Quote(policy), "Background", "Foreground", "Orphan")
            );
        var dryRun = options["dryRun"] as JsonArray ?? [];
        if (dryRun.Any(item => item?.GetValue<string>() != "All"))
            throw ApiErrors.InvalidOptions("DeleteOptions", FieldError.NotSupported("dryRun", dryRun.ToJsonString(), "All"));

        return new DeleteOptions(
            request.Query.IsDryRun("DeleteOptions") || dryRun.Count > 0,
            options.Text("preconditions", "uid"),
            options.Text("preconditions", "resourceVersion"),
            policy == "Orphan" || options.Text("orphanDependents") == "true" || request.Query.Flag("orphanDependents")
        );
    }

    private static JsonObject Decode(ApiRequest request, byte[] body)
    {
        try
        {
            var value = MediaType.Parse(request.Http.Request.ContentType ?? "").Name switch
            {
                "APPLICATION/YAML" => BodyReader.ParseYaml(body, request.Kind, []),
                "APPLICATION/VND.KUBERNETES.PROTOBUF" => ProtobufReader.ReadEnvelope(body, ApiTypes.DeleteOptions) ?? [],
                _ => JsonText.ParseObject(body),
            };
            return ObjectDecoder.Normalize(value, ApiTypes.DeleteOptions);
        }
        catch (Exception exception) when (exception is JsonException or DecodingException or InvalidCastException)
        {
            throw ApiErrors.BadRequest($"the body is no DeleteOptions: {exception.Message}");
        }
    }
}
