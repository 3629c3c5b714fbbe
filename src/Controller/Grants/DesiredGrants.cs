using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Grants;

/// <summary>The grants that agents should see.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Ledger">What is granted, as it is written down already.</param>
/// <param name="Selected">The Nodes that the task selects, by name.</param>
internal sealed record DesiredGrants(string Task, GrantLedger Ledger, IReadOnlyDictionary<string, NodeFacts> Selected)
{
    private static readonly Dictionary<string, NodeFacts> NoNodes = [];

    /// <summary>No agent should see a grant of this task.</summary>
    public static DesiredGrants Nothing(string task) => new(task, GrantLedger.Empty, NoNodes);

    /// <summary>Whether the node should see that it may start this run.</summary>
    public bool Has(string node, RunId run) =>
        Selected.ContainsKey(node) && Ledger.Grants.GetValueOrDefault(node) is { IsRevoked: false } grant && grant.Run == run;
}
