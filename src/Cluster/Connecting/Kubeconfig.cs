using k8s.Exceptions;

namespace NodeTasker.Cluster;

/// <summary>What the kubeconfig's files say together: of each name, and of the current context, the first file to have it counts.</summary>
internal sealed class Kubeconfig
{
    private readonly Dictionary<string, YamlMap> _contexts;
    private readonly Dictionary<string, YamlMap> _clusters;
    private readonly Dictionary<string, YamlMap> _users;
    private readonly string _files;

    private Kubeconfig(IReadOnlyList<string> files)
    {
        _files = string.Join(", ", files);
        var roots = files.Select(YamlMap.Read).ToList();
        CurrentContext = roots.Select(root => root.Text("current-context")).FirstOrDefault(context => context is not null);
        _contexts = Merge(roots, "contexts", "context");
        _clusters = Merge(roots, "clusters", "cluster");
        _users = Merge(roots, "users", "user");
    }

    public string? CurrentContext { get; }

    public IReadOnlyCollection<string> Contexts => _contexts.Keys;

    /// <summary>As kubectl finds it: the flag, then <c>KUBECONFIG</c>, then <c>~/.kube/config</c>; null where there is none.</summary>
    public static Kubeconfig? Find(string? flag, Func<string, string?> environment)
    {
        if (flag is not null)
            return new Kubeconfig([flag]);
        if (environment("KUBECONFIG") is { Length: > 0 } named)
        {
            var files = named.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(File.Exists).ToList();
            return files.Count > 0
                ? new Kubeconfig(files)
                : throw new KubeConfigException($"KUBECONFIG names no file that is there: '{named}'");
        }

        return environment("HOME") is { Length: > 0 } home && Path.Combine(home, ".kube", "config") is var file && File.Exists(file)
            ? new Kubeconfig([file])
            : null;
    }

    public YamlMap Context(string name) =>
        _contexts.GetValueOrDefault(name)
        ?? throw new KubeConfigException(
            $"the kubeconfig {_files} has no context '{name}'; it has: {(_contexts.Count == 0 ? "none" : string.Join(", ", _contexts.Keys))}"
        );

    public YamlMap Cluster(string name, string context) => Find(_clusters, "cluster", name, context);

    public YamlMap User(string name, string context) => Find(_users, "user", name, context);

    public string WithoutCurrent() =>
        $"the kubeconfig {_files} has no current context; it has: {(_contexts.Count == 0 ? "none" : string.Join(", ", _contexts.Keys))}";

    private YamlMap Find(Dictionary<string, YamlMap> all, string kind, string name, string context) =>
        all.GetValueOrDefault(name)
        ?? throw new KubeConfigException($"the context '{context}' uses the {kind} '{name}', which the kubeconfig {_files} doesn't have");

    private static Dictionary<string, YamlMap> Merge(IEnumerable<YamlMap> roots, string list, string member)
    {
        var merged = new Dictionary<string, YamlMap>(StringComparer.Ordinal);
        foreach (var root in roots)
        {
            var own = new HashSet<string>(StringComparer.Ordinal);
            foreach (var item in root.Maps(list))
            {
                var name = item.Text("name") ?? "";
                if (!own.Add(name))
                    throw new KubeConfigException($"the kubeconfig has two {list} of the name '{name}'");
                if (item.Map(member) is { } details)
                    merged.TryAdd(name, details);
            }
        }

        return merged;
    }
}
