using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NodeTasker.Cli.Formats;

/// <summary>Documents for programs, as text.</summary>
internal static class JsonOutput
{
    /// <summary>The version of all shapes: within it members are only ever added.</summary>
    public const string ApiVersion = "cli.node-tasker.io/v1";

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    /// <summary>A document of this kind.</summary>
    public static JsonObject Document(string kind) => new() { ["apiVersion"] = ApiVersion, ["kind"] = kind };

    /// <summary>As JSON or YAML, with an end of line.</summary>
    public static string Render(JsonNode document, OutputFormat format) =>
        format == OutputFormat.Yaml ? YamlOutput.Render(document) : RenderJson(document);

    private static string RenderJson(JsonNode document)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
            document.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + '\n';
    }
}
