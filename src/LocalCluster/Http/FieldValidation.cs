using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Http;

/// <summary>Decodes what a client sent and treats unknown and duplicate fields as the query says: refuse, warn (the default) or ignore.</summary>
internal sealed class FieldValidation(ApiRequest request)
{
    public JsonObject Decode(JsonObject source, IReadOnlyList<string> issues)
    {
        var kind = request.Kind;
        var sentKind = source.Text("kind") is { Length: > 0 } name ? name : kind.Kind;
        var sentVersion = source.Text("apiVersion") is { Length: > 0 } version ? version : kind.ApiVersion;
        if (sentKind != kind.Kind || sentVersion != kind.ApiVersion)
        {
            throw ApiErrors.BadRequest(
                sentKind == kind.Kind
                    ? $"{sentKind} in version \"{sentVersion}\" cannot be handled as a {kind.Kind}: no kind \"{sentKind}\" is registered for version \"{sentVersion}\""
                    : $"{sentKind} in version \"{sentVersion}\" cannot be handled as a {kind.Kind}: it is of another kind"
            );
        }

        var decoder = new ObjectDecoder();
        JsonObject result;
        try
        {
            result = decoder.Decode(source, kind.Type);
        }
        catch (DecodingException exception)
        {
            throw ApiErrors.BadRequest($"{sentKind} in version \"{sentVersion}\" cannot be handled as a {kind.Kind}: {exception.Message}");
        }

        Report([.. issues, .. decoder.UnknownFields.Select(field => $"unknown field \"{field}\"")]);
        result["kind"] = kind.Kind;
        result["apiVersion"] = kind.ApiVersion;
        return ObjectDecoder.Normalize(result, kind.Type);
    }

    private void Report(IReadOnlyList<string> issues)
    {
        if (issues.Count == 0 || request.Query["fieldValidation"] is "Ignore")
            return;

        if (request.Query["fieldValidation"] is "Strict")
            throw ApiErrors.BadRequest(
                $"{request.Kind.Kind} in version \"{request.Kind.ApiVersion}\" cannot be handled as a {request.Kind.Kind}: strict decoding error: {string.Join(", ", issues)}"
            );

        foreach (var issue in issues)
            request.Http.Response.Headers.Append("Warning", $"299 - \"{issue.Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
    }
}
