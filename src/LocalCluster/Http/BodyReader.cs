using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using NodeTasker.LocalCluster.Objects;

namespace NodeTasker.LocalCluster.Http;

/// <summary>
/// Reads the body of a request, and treats unknown and duplicate fields as the query says: refuse, warn (the default) or ignore.
/// </summary>
internal static class BodyReader
{
    /// <summary>What Kubernetes takes at most.</summary>
    public const int Limit = 3 * 1024 * 1024;

    /// <summary>How much is read before the connection is cut.</summary>
    public const int HardLimit = 8 * Limit;

    public static async Task<byte[]> ReadBytesAsync(HttpContext http)
    {
        var tooLarge = ApiException.TooLarge($"Request entity too large: limit is {Limit}");
        try
        {
            // All of it is read: a client that still sends would miss the answer.
            using var buffer = new MemoryStream();
            await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
            return buffer.Length <= Limit ? buffer.ToArray() : throw tooLarge;
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw tooLarge;
        }
    }

    /// <summary>Reads an object of the request's kind.</summary>
    public static async Task<JsonObject> ReadObjectAsync(ApiRequest request)
    {
        var body = await ReadBytesAsync(request.Http);
        var issues = new List<string>();
        return Decode(request, Parse(request, body, MediaType.OfBody(request.Http.Request), issues), issues);
    }

    public static JsonObject Parse(ApiRequest request, byte[] body, string mediaType, List<string> issues)
    {
        try
        {
            var duplicates = new List<string>();
            JsonNode? value = mediaType switch
            {
                "" or "application/json" => JsonText.Parse(body, duplicates),
                "application/yaml" => YamlText.Parse(body, duplicates),
                "application/vnd.kubernetes.protobuf" when request.Kind.Kind is "ConfigMap" or "Namespace" => KubectlProtobuf.Read(
                    body,
                    hasData: request.Kind.Kind is "ConfigMap"
                ),
                // Whatever is asked, the answer is yes.
                "application/vnd.kubernetes.protobuf" when !request.Kind.IsStored => new JsonObject(),
                _ => throw ApiException.UnsupportedMediaType("application/json", "application/yaml"),
            };
            issues.AddRange(duplicates.Select(path => $"duplicate field \"{path}\""));
            return value as JsonObject ?? throw new FormatException("json: cannot unmarshal non-object value");
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            const int Shown = 128;
            var text = body.Length == 0 ? "<empty>" : Encoding.UTF8.GetString(body, 0, Math.Min(Shown, body.Length));
            var why = exception is JsonException ? $"json parse error: {exception.Message}" : exception.Message;
            throw ApiException.BadRequest(
                $"the object provided is unrecognized (must be of type {request.Kind.Kind}): couldn't get version/kind; {why} ({text})"
            );
        }
    }

    /// <param name="isComplete">See <see cref="ObjectDecoder"/>.</param>
    public static JsonObject Decode(ApiRequest request, JsonObject source, IReadOnlyList<string> issues, bool isComplete = true)
    {
        var kind = request.Kind;
        var sentKind = source.Text("kind") is { Length: > 0 } name ? name : kind.Kind;
        var sentVersion = source.Text("apiVersion") is { Length: > 0 } version ? version : kind.ApiVersion;
        var prefix = $"{sentKind} in version \"{sentVersion}\" cannot be handled as a {kind.Kind}";
        if (sentKind != kind.Kind || sentVersion != kind.ApiVersion)
            throw ApiException.BadRequest($"{prefix}: it is of another kind or version");

        try
        {
            var decoder = new ObjectDecoder(kind.Kind, isComplete);
            var result = decoder.Decode(source, kind.Shape);
            Report(request, prefix, [.. issues, .. decoder.UnknownFields.Select(field => $"unknown field \"{field}\"")]);
            (result["kind"], result["apiVersion"]) = (kind.Kind, kind.ApiVersion);
            return result;
        }
        catch (FormatException exception)
        {
            throw ApiException.BadRequest($"{prefix}: {exception.Message}");
        }
    }

    private static void Report(ApiRequest request, string prefix, List<string> issues)
    {
        if (issues.Count == 0 || request["fieldValidation"] is "Ignore")
            return;
        if (request["fieldValidation"] is "Strict")
            throw ApiException.BadRequest($"{prefix}: strict decoding error: {string.Join(", ", issues)}");
        foreach (var issue in issues)
            request.Http.Response.Headers.Append("Warning", $"299 - \"{issue.Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
    }
}
