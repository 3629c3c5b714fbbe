using NodeTasker.Rollouts;

namespace NodeTasker.Controller.Watching;

/// <summary>Whether two states of a Node are the same for a rollout. Kubelets write a Node's status all the time.</summary>
internal sealed class NodeFactsComparer : IEqualityComparer<NodeFacts>
{
    private static readonly IReadOnlyDictionary<string, string> NoLabels = new Dictionary<string, string>();

    public bool Equals(NodeFacts? x, NodeFacts? y)
    {
        if (x is null || y is null)
            return x is null && y is null;
        return x with { Labels = NoLabels } == y with { Labels = NoLabels }
            && x.Labels.Count == y.Labels.Count
            && x.Labels.All(label => y.Labels.TryGetValue(label.Key, out var value) && value == label.Value);
    }

    public int GetHashCode(NodeFacts obj) => HashCode.Combine(obj.Name, obj.Uid, obj.Readiness);
}
