namespace NodeTasker.Rollouts;

/// <summary>What a rollout needs to know of a Node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid; a node that was made anew under the same name is another one.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Readiness">Its condition <c>Ready</c>.</param>
/// <param name="ReadinessTime">Since when that is so; null when the condition does not say.</param>
/// <param name="CreationTime">When it joined.</param>
public sealed record NodeFacts(
    string Name,
    string Uid,
    IReadOnlyDictionary<string, string> Labels,
    NodeReadiness Readiness,
    DateTimeOffset? ReadinessTime,
    DateTimeOffset CreationTime
)
{
    /// <summary>Whether there can be an agent: not on Windows, and not where a virtual kubelet has no host to enter.</summary>
    public bool CanHaveAgent { get; init; } = true;

    /// <summary>Of a Node's metadata and its condition <c>Ready</c>.</summary>
    public static NodeFacts Of(
        string name,
        string uid,
        IDictionary<string, string>? labels,
        (string? Status, DateTimeOffset? Time) ready,
        DateTimeOffset? creationTime,
        IEnumerable<string>? taints = null
    ) =>
        new(
            name,
            uid,
            labels?.AsReadOnly() ?? (IReadOnlyDictionary<string, string>)new Dictionary<string, string>(),
            ready.Status switch
            {
                null or "True" => NodeReadiness.Ready,
                "False" => NodeReadiness.NotReady,
                _ => NodeReadiness.Unreachable,
            },
            ready.Time,
            creationTime ?? DateTimeOffset.MinValue
        )
        {
            CanHaveAgent =
                LabelOf(labels, "kubernetes.io/os") is null or "linux"
                && LabelOf(labels, "type") != "virtual-kubelet"
                && taints?.Contains("virtual-kubelet.io/provider") != true,
        };

    private static string? LabelOf(IDictionary<string, string>? labels, string key) =>
        labels is not null && labels.TryGetValue(key, out var value) ? value : null;
}

/// <summary>A Node's condition <c>Ready</c>.</summary>
public enum NodeReadiness
{
    /// <summary><c>True</c>; or nobody reports the condition at all, as in a cluster without kubelets.</summary>
    Ready,

    /// <summary><c>False</c>: its kubelet says that something is wrong.</summary>
    NotReady,

    /// <summary><c>Unknown</c>: its kubelet has not been heard of for a while.</summary>
    Unreachable,
}
