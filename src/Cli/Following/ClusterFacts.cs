using k8s.Models;
using NodeTasker.Cli.Tasks;
using NodeTasker.Cluster;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Following;

/// <summary>What is known of the cluster, kept up to date by its watches. Not for two threads at once.</summary>
internal sealed class ClusterFacts(string taskName)
{
    private readonly Dictionary<string, string> _trouble = new(StringComparer.Ordinal);
    private Dictionary<string, NodeFacts>? _nodes;
    private Dictionary<string, ResultFacts?>? _results;
    private bool _hasTask;
    private (string? Version, bool IsKnown) _firstSummary;

    /// <summary>Whether everything was read once.</summary>
    public bool IsComplete => _hasTask && _nodes is not null && _results is not null;

    /// <summary>The task; null until it was read.</summary>
    public StoredTask? Task { get; private set; }

    /// <summary>The controller's summary; null when there is none.</summary>
    public V1ConfigMap? Summary { get; private set; }

    /// <summary>Whether it is another than the one that was there at first.</summary>
    public bool IsSummaryNews { get; private set; }

    /// <summary>Every Node.</summary>
    public IReadOnlyCollection<NodeFacts> Nodes => _nodes?.Values ?? (IReadOnlyCollection<NodeFacts>)[];

    /// <summary>What is wrong with the connection; null when nothing is.</summary>
    public string? Trouble => _trouble.Values.FirstOrDefault();

    /// <summary>Something was heard: the connection is fine, whatever a watch that still waits believes.</summary>
    public void SetHeard() => _trouble.Clear();

    /// <summary>The newest result of each node, by the node's name.</summary>
    public IReadOnlyDictionary<string, ResultFacts> ResultsByNode()
    {
        var byNode = new Dictionary<string, ResultFacts>(StringComparer.Ordinal);
        foreach (var node in _nodes?.Keys ?? Enumerable.Empty<string>())
        {
            if (_results!.GetValueOrDefault(ObjectNames.Result(taskName, node)) is { } facts)
                byNode[node] = facts;
        }

        return byNode;
    }

    public void SetTask(V1ConfigMap? configMap)
    {
        Task = StoredTask.Of(taskName, configMap);
        _hasTask = true;
    }

    public void SetSummary(V1ConfigMap? configMap)
    {
        var version = configMap?.Metadata.ResourceVersion;
        if (!_firstSummary.IsKnown)
            _firstSummary = (version, true);
        if (version is not null && version != _firstSummary.Version)
            IsSummaryNews = true;
        Summary = configMap;
    }

    public void Apply(Change<NodeFacts> change) => Apply(ref _nodes, change);

    public void Apply(Change<ResultFacts?> change) => Apply(ref _results, change);

    public void SetTrouble(string source, string? trouble)
    {
        if (trouble is null)
            _trouble.Remove(source);
        else
            _trouble[source] = trouble;
    }

    private static void Apply<TFact>(ref Dictionary<string, TFact>? facts, Change<TFact> change)
    {
        switch (change)
        {
            case Change<TFact>.Listed listed:
                facts = new(listed.Items, StringComparer.Ordinal);
                break;
            case Change<TFact>.Changed changed:
                (facts ??= new(StringComparer.Ordinal))[changed.Name] = changed.Item;
                break;
            case Change<TFact>.Removed removed:
                facts?.Remove(removed.Name);
                break;
        }
    }
}
