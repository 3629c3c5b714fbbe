using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Http;

/// <summary>Reads the body of a request: JSON, YAML, and protobuf for the types of which kubectl sends it.</summary>
internal static class BodyReader
{
    /// <summary>What Kubernetes takes at most.</summary>
    public const int Limit = 3 * 1024 * 1024;

    /// <summary>How much is read before the connection is cut.</summary>
    public const int HardLimit = 8 * Limit;

    public static async Task<byte[]> ReadBytesAsync(HttpContext http)
    {
        try
        {
            using var buffer = new MemoryStream();
            var chunk = new byte[64 * 1024];
            long total = 0;
            while (await http.Request.Body.ReadAsync(chunk, http.RequestAborted) is var count and > 0)
            {
                // The rest is read and thrown away: a client that still sends would miss the answer.
                total += count;
                if (total <= Limit)
                    buffer.Write(chunk, 0, count);
            }

            return total <= Limit ? buffer.ToArray() : throw ApiErrors.TooLarge(Limit);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw ApiErrors.TooLarge(Limit);
        }
    }

    /// <summary>Reads an object of <paramref name="kind"/> and decodes it as <c>fieldValidation</c> says.</summary>
    public static async Task<JsonObject> ReadObjectAsync(ApiRequest request)
    {
        var kind = request.Kind;
        var body = await ReadBytesAsync(request.Http);
        var issues = new List<string>();
        var node = MediaType.Parse(request.Http.Request.ContentType ?? "application/json").Name switch
        {
            "APPLICATION/JSON" or "*/*" => ParseJson(body, kind, issues),
            "APPLICATION/YAML" => ParseYaml(body, kind, issues),
            "APPLICATION/VND.KUBERNETES.PROTOBUF" => ProtobufReader.ReadEnvelope(body, kind.Type)
                ?? throw ApiErrors.UnsupportedMediaType("application/json", "application/yaml"),
            _ => throw ApiErrors.UnsupportedMediaType("application/json", "application/yaml", "application/vnd.kubernetes.protobuf"),
        };
        return new FieldValidation(request).Decode(node, issues);
    }

    public static JsonObject ParseYaml(byte[] body, ResourceKind kind, ICollection<string> issues)
    {
        // Most appliers send JSON, which is YAML and much faster to read as what it is.
        if (body.AsSpan().TrimStart(" \r\n\t"u8).StartsWith("{"u8))
        {
            try
            {
                return ParseJson(body, kind, issues);
            }
            catch (ApiException)
            {
                // Flow style YAML looks like JSON.
            }
        }

        try
        {
            return YamlText.Parse(Encoding.UTF8.GetString(body), issues) as JsonObject
                ?? throw Unrecognized(kind, body, "json: cannot unmarshal non-object value");
        }
        catch (YamlDotNet.Core.YamlException exception)
        {
            throw ApiErrors.BadRequest($"error converting YAML to JSON: yaml: line {exception.Start.Line}: {exception.Message}");
        }
    }

    private static JsonObject ParseJson(byte[] body, ResourceKind kind, ICollection<string> issues)
    {
        try
        {
            var duplicates = new List<string>();
            var value =
                JsonText.Parse(body, duplicates) as JsonObject ?? throw Unrecognized(kind, body, "json: cannot unmarshal non-object value");
            foreach (var path in duplicates)
                issues.Add($"duplicate field \"{path}\"");
            return value;
        }
        catch (JsonException exception)
        {
            throw Unrecognized(
                kind,
                body,
                $"json parse error: {(JsonText.IsCut(body) ? "unexpected end of JSON input" : exception.Message)}"
            );
        }
    }

    private static ApiException Unrecognized(ResourceKind kind, byte[] body, string why)
    {
        const int Shown = 128;
        var text = body.Length == 0 ? "<empty>" : Encoding.UTF8.GetString(body, 0, Math.Min(Shown, body.Length));
        return ApiErrors.BadRequest(
            $"the object provided is unrecognized (must be of type {kind.Kind}): couldn't get version/kind; {why} ({text})"
        );
    }
}
