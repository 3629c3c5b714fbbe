using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Results;

/// <summary>One run over all of its nodes; counts are derived from the nodes, never kept.</summary>
/// <param name="Run">Which run.</param>
/// <param name="Nodes">Every node, in natural order.</param>
internal sealed record Rollout(RunId Run, IReadOnlyList<NodeOutcome> Nodes)
{
    /// <summary>A run that has not been heard of from any of <paramref name="nodes"/>.</summary>
    public static Rollout Of(RunId run, IEnumerable<string> nodes) =>
        new(run, [.. nodes.Order(NaturalOrder.Instance).Select(node => new NodeOutcome(node))]);

    /// <summary>How many nodes have nothing more to come.</summary>
    public int Finished => Nodes.Count(node => node.IsFinal);

    /// <summary>Whether there is nothing more to wait for.</summary>
    public bool IsComplete => Nodes.All(node => node.IsFinal);

    /// <summary>This rollout with a newer result; results of other runs and of other nodes change nothing.</summary>
    public Rollout With(RunRecord record) => record.Run == Run ? Replace(record.Node, node => Heard(node with { Record = record })) : this;

    /// <summary>This rollout knowing that no more will come from <paramref name="node"/>, unless its run has ended before.</summary>
    public Rollout WithTrouble(string node, string trouble) =>
        Replace(node, known => known.HasEnded ? known : known with { Trouble = trouble });

    // A result that arrives after its agent was given up on is still the result.
    private static NodeOutcome Heard(NodeOutcome node) => node.HasEnded ? node with { Trouble = null } : node;

    private Rollout Replace(string node, Func<NodeOutcome, NodeOutcome> change) =>
        this with
        {
            Nodes = [.. Nodes.Select(known => known.Node == node ? change(known) : known)],
        };
}
