using k8s.Exceptions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace k8s.KubeConfigModels;

/// <summary>A YAML mapping, read by key with errors that say where in the file something is wrong.</summary>
internal sealed class YamlMap(YamlMappingNode node, string source)
{
    public string Text(string key) => Find(key) is { } found ? Scalar(found, key) : null;

    public bool Flag(string key) => Text(key) switch
    {
        null or "" => false,
        var text when bool.TryParse(text, out var flag) => flag,
        var text => throw Wrong(key, Find(key), $"must be true or false, not '{text}'"),
    };

    public YamlMap Map(string key) => Find(key) switch
    {
        null => null,
        YamlMappingNode map => new YamlMap(map, source),
        var other when IsNull(other) => null,
        var other => throw Wrong(key, other, "must be a mapping"),
    };

    public IEnumerable<YamlMap> List(string key)
        => Sequence(key).Select(item => item is YamlMappingNode map ? new YamlMap(map, source) : throw Wrong(key, item, "must be a list of mappings"));

    public string[] Texts(string key) => Sequence(key).Select(item => Scalar(item, key)).ToArray();

    public Dictionary<string, string> Texts() => node.Children.ToDictionary(pair => Scalar(pair.Key, "a key"), pair => Scalar(pair.Value, pair.Key.ToString()));

    private IEnumerable<YamlNode> Sequence(string key) => Find(key) switch
    {
        null => [],
        YamlSequenceNode sequence => sequence.Children,
        var other when IsNull(other) => [],
        var other => throw Wrong(key, other, "must be a list"),
    };

    private YamlNode Find(string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var found) ? found : null;

    private string Scalar(YamlNode found, string key)
    {
        if (found is not YamlScalarNode scalar) throw Wrong(key, found, "must be text");
        return IsNull(scalar) ? null : scalar.Value;
    }

    private static bool IsNull(YamlNode found) => found is YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "null" or "~" or "Null" or "NULL" };

    private KubeConfigException Wrong(string key, YamlNode found, string problem) => new($"{source}, line {found.Start.Line}: {key} {problem}.");
}
