using System.Text;
using System.Text.RegularExpressions;
using k8s.Models;
using NodeTasker.Cli.Connecting;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace NodeTasker.Cli.Tasks;

/// <summary>Reads a task's ConfigMap from YAML or JSON, as <c>run --dry-run=client -o yaml</c> and <c>kubectl get -o yaml</c> print it.</summary>
internal static partial class TaskFile
{
    /// <summary>Reads a file, <c>-</c> for stdin, or, where <paramref name="file"/> is null, the task of the cluster.</summary>
    public static async Task<V1ConfigMap> ReadAsync(
        string? file,
        TextReader stdin,
        ConnectionOptions connection,
        CancellationToken cancellationToken
    )
    {
        if (file is not null)
            return Parse(await ScriptText.ReadAsync(file, stdin, cancellationToken), file == "-" ? "stdin" : file);

        using var cluster = ClusterAccess.Connect(connection);
        try
        {
            return (await new TaskStore(cluster).ReadAsync(cancellationToken)).Object
                ?? throw new CommandException(
                    ExitCodes.Usage,
                    $"there is no task {connection.Namespace}/{connection.Task}; give a file, or '-' for stdin."
                );
        }
        catch (Exception e) when (ApiTrouble.IsOfApi(e) && !cancellationToken.IsCancellationRequested)
        {
            throw new CommandException(ExitCodes.Api, ApiTrouble.Describe(e, cluster));
        }
    }

    /// <summary>
    /// Whether <paramref name="text"/> is a script rather than a ConfigMap. What looks like a ConfigMap isn't one, as a broken one must not be signed as a
    /// script; a script that is taken for one is told to begin with <c>#!</c>.
    /// </summary>
    public static bool IsScript(string text, string file) =>
        text.StartsWith("#!", StringComparison.Ordinal)
        || (
            Path.GetExtension(file).ToLowerInvariant() is not (".yaml" or ".yml" or ".json")
            && !text.AsSpan().TrimStart().StartsWith("{")
            && !KindKey().IsMatch(text)
        );

    /// <summary>Reads a text.</summary>
    /// <exception cref="CommandException">It is no ConfigMap.</exception>
    public static V1ConfigMap Parse(string text, string source)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw Unusable(source, $"it is neither YAML nor JSON: {e.Message}");
        }

        if (yaml.Documents is not [var document])
            throw Unusable(source, $"it holds {yaml.Documents.Count} documents; give one ConfigMap");
        if (document.RootNode is not YamlMappingNode root)
            throw Unusable(source, "it is no ConfigMap, which has 'kind' and 'data'");
        if (Text(root, "kind") is not { } kind)
            throw Unusable(source, "it is no ConfigMap: 'kind' is missing");
        if (kind != "ConfigMap")
            throw Unusable(source, $"its kind is '{kind}', not ConfigMap");

        var metadata = Child(root, "metadata");
        return new V1ConfigMap
        {
            ApiVersion = "v1",
            Kind = "ConfigMap",
            Metadata = new V1ObjectMeta
            {
                Name = Text(metadata, "name"),
                NamespaceProperty = Text(metadata, "namespace"),
                Labels = Map(metadata, "labels", source),
                Annotations = Map(metadata, "annotations", source),
            },
            Data = Map(root, "data", source),
            BinaryData = Map(root, "binaryData", source)?.ToDictionary(entry => entry.Key, entry => Bytes(entry.Value, entry.Key, source)),
        };
    }

    private static YamlMappingNode? Child(YamlMappingNode? map, string key) => Node(map, key) as YamlMappingNode;

    private static string? Text(YamlMappingNode? map, string key) => (Node(map, key) as YamlScalarNode)?.Value;

    private static YamlNode? Node(YamlMappingNode? map, string key) =>
        map?.Children.TryGetValue(new YamlScalarNode(key), out var node) == true ? node : null;

    private static Dictionary<string, string>? Map(YamlMappingNode? parent, string key, string source) =>
        Child(parent, key)
            ?.Children.ToDictionary(
                entry => (entry.Key as YamlScalarNode)?.Value ?? "",
                entry => (entry.Value as YamlScalarNode)?.Value ?? throw Unusable(source, $"'{key}.{entry.Key}' is no text")
            );

    private static byte[] Bytes(string text, string key, string source)
    {
        try
        {
            return Convert.FromBase64String(string.Concat(text.Where(character => !char.IsWhiteSpace(character))));
        }
        catch (FormatException)
        {
            throw Unusable(source, $"'binaryData.{key}' is no base64");
        }
    }

    [GeneratedRegex("""^"?(apiVersion|kind)"?\s*:""", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex KindKey();

    private static CommandException Unusable(string source, string why) => new(ExitCodes.Usage, $"cannot use {source} as a task: {why}.");
}
