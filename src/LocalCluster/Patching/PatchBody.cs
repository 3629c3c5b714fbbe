using System.Text.Json;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Objects;
using NodeTasker.LocalCluster.Ownership;

namespace NodeTasker.LocalCluster.Patching;

/// <summary>A patch of one of the four kinds, read and ready to be applied to a live object.</summary>
/// <param name="Apply">Live object → patched object.</param>
/// <param name="Manage">Records the owners of what was changed.</param>
/// <param name="Seed">What to create when there is no live object; only server-side apply does.</param>
internal sealed record PatchBody(Func<JsonObject, JsonObject> Apply, Manage Manage, JsonObject? Seed)
{
    public static PatchBody Read(ApiRequest request, byte[] body) =>
        MediaType.OfBody(request.Http.Request) switch
        {
            "application/json-patch+json" => Edit(request, live => JsonPatch.Apply(live, Parse<JsonArray>(body))),
            "application/merge-patch+json" => Edit(request, live => MergePatch.Apply(live, Parse<JsonObject>(body))),
            "application/strategic-merge-patch+json" => Edit(request, live =>
                StrategicMergePatch.Apply(live, Parse<JsonObject>(body), request.Kind.Shape)
            ),
            "application/apply-patch+yaml" => ServerSideApply(request, body),
            _ => throw ApiException.UnsupportedMediaType(
                "application/json-patch+json",
                "application/merge-patch+json",
                "application/strategic-merge-patch+json",
                "application/apply-patch+yaml"
            ),
        };

    private static PatchBody Edit(ApiRequest request, Func<JsonObject, JsonObject> edit)
    {
        if (request["force"] is not null)
            throw ApiException.InvalidOptions("PatchOptions", FieldError.Forbidden("force", "may not be specified for non-apply patch"));
        return new PatchBody(live => BodyReader.Decode(request, edit(live), []), FieldManager.Update, null);
    }

    private static T Parse<T>(byte[] body)
        where T : JsonNode
    {
        try
        {
            return JsonText.Parse(body) as T ?? throw new JsonException($"json: cannot unmarshal it into a {typeof(T).Name}");
        }
        catch (JsonException exception)
        {
            throw ApiException.BadRequest($"error decoding patch: {exception.Message}");
        }
    }

    /// <summary>
    /// The client says how its fields are to be, the server remembers whose they are. See
    /// https://kubernetes.io/docs/reference/using-api/server-side-apply/.
    /// </summary>
    private static PatchBody ServerSideApply(ApiRequest request, byte[] body)
    {
        if (request["fieldManager"] is not { Length: > 0 })
            throw ApiException.InvalidOptions("PatchOptions", FieldError.Required("fieldManager", "is required for apply patch"));

        var issues = new List<string>();
        var source = BodyReader.Parse(request, body, "application/yaml", issues);
        if (source.Text("apiVersion").Length == 0 || source.Text("kind").Length == 0)
            throw ApiException.BadRequest("error decoding patch: Object 'Kind' or 'apiVersion' is missing in the applied configuration");
        // Only what the client wrote is its own, not the fields that are always there.
        var applied = BodyReader.Decode(request, source, issues, isComplete: false);
        if (applied.Metadata()["managedFields"] is not null)
            throw ApiException.BadRequest("metadata.managedFields must be nil");
        if (applied.Name() is { Length: > 0 } name && name != request.Name)
            throw ApiException.BadRequest($"the name of the object ({name}) does not match the name on the URL ({request.Name})");
        request.MatchNamespace(applied);
        applied.Metadata()["name"] = request.Name;

        return new PatchBody(live => Precondition(live, applied), (live, _, write) => FieldManager.Apply(live, applied, write), applied);
    }

    /// <summary>The live object, with uid and version as the client asks for them.</summary>
    private static JsonObject Precondition(JsonObject live, JsonObject applied)
    {
        foreach (var field in (string[])["uid", "resourceVersion"])
        {
            if (applied.Meta(field).Length > 0)
                live.Metadata()[field] = applied.Meta(field);
        }

        return live;
    }
}
