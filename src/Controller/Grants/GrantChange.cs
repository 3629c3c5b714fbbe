using NodeTasker.Controller.Watching;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Grants;

/// <summary>What is to be written so that agents see what the ledger says.</summary>
internal abstract record GrantChange(string Lease)
{
    /// <summary>The node may start this run.</summary>
    /// <param name="Lease">The Lease's name.</param>
    /// <param name="Node">The node.</param>
    /// <param name="Run">The run.</param>
    /// <param name="Version">Of the Lease that is there; null when there is none.</param>
    public sealed record Give(string Lease, NodeFacts Node, RunId Run, string? Version) : GrantChange(Lease);

    /// <summary>The Lease has to go.</summary>
    public sealed record TakeBack(string Lease, string Version) : GrantChange(Lease);

    /// <summary>What differs between <paramref name="desired"/> and <paramref name="leases"/>; what is taken back comes first.</summary>
    /// <remarks>
    /// A Lease goes with its grant, at the cost of one more write: were it left there, a node that has lost its journal, or was registered again under
    /// the same name, would start by it though nobody has granted it anything.
    /// </remarks>
    public static IReadOnlyList<GrantChange> Between(DesiredGrants desired, IReadOnlyDictionary<string, GrantLease> leases)
    {
        var changes = new List<GrantChange>();
        var nodeOf =
            leases.Count == 0
                ? []
                : desired.Selected.Keys.ToDictionary(node => ObjectNames.Grant(desired.Task, node), StringComparer.Ordinal);
        foreach (var (name, lease) in leases.OrderBy(lease => lease.Key, StringComparer.Ordinal))
        {
            if (!nodeOf.TryGetValue(name, out var node) || desired.Ledger.Grants.GetValueOrDefault(node) is not { IsRevoked: false })
                changes.Add(new TakeBack(name, lease.Version));
        }

        foreach (
            var (nodeName, grant) in desired
                .Ledger.Grants.OrderBy(grant => grant.Value.Time)
                .ThenBy(grant => grant.Key, StringComparer.Ordinal)
        )
        {
            if (grant.IsRevoked || !desired.Selected.TryGetValue(nodeName, out var node))
                continue;
            var name = ObjectNames.Grant(desired.Task, nodeName);
            var lease = leases.GetValueOrDefault(name);
            if (lease?.Holder != grant.Run.Value)
                changes.Add(new Give(name, node, grant.Run, lease?.Version));
        }

        return changes;
    }
}
