using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.ManagedFields;
using NodeTasker.LocalCluster.Routes;
using NodeTasker.LocalCluster.Schema;
using NodeTasker.LocalCluster.Validation;

namespace NodeTasker.LocalCluster.Patch;

/// <summary>
/// Server-side apply: the client says how its fields are to be, the server remembers whose they are. See
/// https://kubernetes.io/docs/reference/using-api/server-side-apply/.
/// </summary>
internal static class ServerSideApply
{
    public static PatchBody Read(ApiRequest request, byte[] body, WriteOptions options)
    {
        if (string.IsNullOrEmpty(request.Query["fieldManager"]))
            throw ApiErrors.InvalidOptions("PatchOptions", FieldError.Required("fieldManager", "is required for apply patch"));

        var issues = new List<string>();
        var source = BodyReader.ParseYaml(body, request.Kind, issues);
        if (source.Text("apiVersion").Length == 0 || source.Text("kind").Length == 0)
            throw ApiErrors.BadRequest(
                $"error decoding patch: Object 'Kind' or 'apiVersion' is missing in the applied configuration of {request.Kind.Plural} \"{request.Name}\""
            );
        var wish = new FieldValidation(request).Decode(source, issues);
        if (wish.Metadata()["managedFields"] is not null)
            throw ApiErrors.BadRequest("metadata.managedFields must be nil");
        if (wish.Name() is { Length: > 0 } name && name != request.Name)
            throw ApiErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({request.Name})");
        if (wish.Meta("namespace") is { Length: > 0 } ns && ns != request.Namespace)
            throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");

        wish.Metadata()["name"] = request.Name;
        if (request.Namespace.Length > 0)
            wish.Metadata()["namespace"] = request.Namespace;

        // Only what the client wrote is its wish, not the fields that are always there.
        var given = Given(source, wish);
        return new PatchBody(
            live => Precondition(live, wish),
            (live, _, write) => FieldManager.Apply(live, given, write with { Manager = options.FieldManager }),
            wish
        );
    }

    /// <summary>The live object, with uid and version as the client asks for them.</summary>
    private static JsonObject Precondition(JsonObject live, JsonObject wish)
    {
        foreach (var field in (string[])["uid", "resourceVersion"])
        {
            if (wish.Meta(field).Length > 0)
                live.Metadata()[field] = wish.Meta(field);
        }

        return live;
    }

    private static JsonObject Given(JsonObject source, JsonObject decoded)
    {
        var result = new JsonObject();
        foreach (var (name, value) in decoded)
        {
            if (name is not ("kind" or "apiVersion" or "metadata") && source[name] is null)
                continue;
            result[name] =
                value is JsonObject nested && source[name] is JsonObject nestedSource && name is not ("metadata" or "data" or "binaryData")
                    ? Given(nestedSource, nested)
                    : value?.DeepClone();
        }

        return result;
    }
}
