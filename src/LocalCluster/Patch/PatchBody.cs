using System.Text.Json;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.ManagedFields;
using NodeTasker.LocalCluster.Routes;
using NodeTasker.LocalCluster.Schema;
using NodeTasker.LocalCluster.Validation;

namespace NodeTasker.LocalCluster.Patch;

/// <summary>A patch of one of the four kinds, read and ready to be applied to a live object.</summary>
/// <param name="Apply">Live object → patched object.</param>
/// <param name="Manage">Records the owners of what was changed.</param>
/// <param name="Seed">What to create when there is no live object; only server-side apply does.</param>
internal sealed record PatchBody(Func<JsonObject, JsonObject> Apply, ObjectCommit.Manage Manage, JsonObject? Seed)
{
    private static readonly string[] Accepted =
    [
        "application/json-patch+json",
        "application/merge-patch+json",
        "application/strategic-merge-patch+json",
        "application/apply-patch+yaml",
        "application/apply-patch+cbor",
    ];

    public static PatchBody Read(ApiRequest request, byte[] body, WriteOptions options) =>
        MediaType.Parse(request.Http.Request.ContentType ?? "").Name switch
        {
            "APPLICATION/JSON-PATCH+JSON" => Edit(request, live => JsonPatch.Apply(live, ParseArray(body))),
            "APPLICATION/MERGE-PATCH+JSON" => Edit(request, live => MergePatch.Apply(live, ParseObject(body))),
            "APPLICATION/STRATEGIC-MERGE-PATCH+JSON" => Edit(request, live =>
                StrategicMergePatch.Apply(live, ParseObject(body), request.Kind.Type)
            ),
            "APPLICATION/APPLY-PATCH+YAML" => ServerSideApply.Read(request, body, options),
            _ => throw ApiErrors.UnsupportedMediaType(Accepted),
        };

    private static PatchBody Edit(ApiRequest request, Func<JsonObject, JsonObject> edit)
    {
        if (request.Query["force"] is not null)
            throw ApiErrors.InvalidOptions("PatchOptions", FieldError.Forbidden("force", "may not be specified for non-apply patch"));
        return new PatchBody(live => new FieldValidation(request).Decode(edit(live), []), FieldManager.Update, null);
    }

    private static JsonArray ParseArray(byte[] body) =>
        Parse(body) as JsonArray
        ?? throw ApiErrors.BadRequest("error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch");

    private static JsonObject ParseObject(byte[] body) =>
        Parse(body) as JsonObject
        ?? throw ApiErrors.BadRequest("error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}");

    private static JsonNode? Parse(byte[] body)
    {
        try
        {
            return JsonText.Parse(body);
        }
        catch (JsonException exception)
        {
            throw ApiErrors.BadRequest($"error decoding patch: {exception.Message}");
        }
    }
}
