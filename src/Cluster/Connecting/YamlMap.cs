using System.Globalization;
using System.Text.Json.Nodes;
using k8s.Exceptions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace NodeTasker.Cluster;

/// <summary>A mapping of a kubeconfig, read by key with errors that say where in the file something is wrong.</summary>
internal sealed class YamlMap(YamlMappingNode node, string file)
{
    public static YamlMap Read(string file)
    {
        var yaml = new YamlStream();
        try
        {
            using var reader = new StringReader(File.ReadAllText(file));
            yaml.Load(reader);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"the kubeconfig {file} can't be read: {e.Message}", e);
        }
        catch (YamlException e)
        {
            throw new KubeConfigException($"the kubeconfig {file} is malformed, line {e.Start.Line}: {e.Message}", e);
        }

        return yaml.Documents.FirstOrDefault()?.RootNode switch
        {
            YamlMappingNode root => new YamlMap(root, file),
            null => new YamlMap(new YamlMappingNode(), file),
            _ => throw new KubeConfigException($"the kubeconfig {file} is malformed: its top level must be a mapping"),
        };
    }

    /// <summary>The text at <paramref name="key"/>; null where there is none, or an empty one.</summary>
    public string? Text(string key) => Find(key) is { } found && Scalar(found, key) is { Length: > 0 } text ? text : null;

    public bool Flag(string key) =>
        Text(key) switch
        {
            null => false,
            var text when bool.TryParse(text, out var flag) => flag,
            _ => throw Invalid(key, Find(key)!, "true or false"),
        };

    /// <summary>A path, which is relative to the file that names it.</summary>
    public string? PathAt(string key) => Text(key) is { } path ? Resolve(path) : null;

    public string Resolve(string path) => Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(file))!);

    public YamlMap? Map(string key) =>
        Find(key) switch
        {
            null => null,
            YamlMappingNode map => new YamlMap(map, file),
            var other => throw Invalid(key, other, "a mapping"),
        };

    public IEnumerable<YamlMap> Maps(string key) =>
        Sequence(key).Select(item => item is YamlMappingNode map ? new YamlMap(map, file) : throw Invalid(key, item, "a list of mappings"));

    public IReadOnlyList<string> Texts(string key) => [.. Sequence(key).Select(item => Scalar(item, key) ?? "")];

    public IEnumerable<string> Keys => node.Children.Keys.Select(key => Scalar(key, "a key") ?? "");

    /// <summary>What is at <paramref name="key"/> as JSON.</summary>
    public JsonNode? Json(string key) => Find(key) is { } found ? JsonOf(found) : null;

    private IEnumerable<YamlNode> Sequence(string key) =>
        Find(key) switch
        {
            null => [],
            YamlSequenceNode sequence => sequence.Children,
            var other => throw Invalid(key, other, "a list"),
        };

    private YamlNode? Find(string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var found) && !IsNull(found) ? found : null;

    private string? Scalar(YamlNode found, string key) => found is YamlScalarNode scalar ? scalar.Value : throw Invalid(key, found, "text");

    private static bool IsNull(YamlNode found) =>
        found is YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "null" or "~" or "Null" or "NULL" };

    private static JsonNode? JsonOf(YamlNode found) =>
        found switch
        {
            YamlMappingNode map => new JsonObject(
                map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value ?? "", JsonOf(pair.Value)))
            ),
            YamlSequenceNode list => new JsonArray([.. list.Children.Select(JsonOf)]),
            YamlScalarNode { Style: ScalarStyle.Plain } plain when IsNull(plain) => null,
            YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } plain => plain.Value == "true",
            YamlScalarNode { Style: ScalarStyle.Plain } plain
                when long.TryParse(plain.Value, CultureInfo.InvariantCulture, out var number) => number,
            YamlScalarNode scalar => scalar.Value,
            _ => null,
        };

    private KubeConfigException Invalid(string key, YamlNode found, string expected) =>
        new($"the kubeconfig {file} is invalid, line {found.Start.Line}: {key} must be {expected}");
}
