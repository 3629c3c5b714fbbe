using NodeTasker.Cli.Views;
using NodeTasker.Rollouts;

namespace NodeTasker.Cli.Diagnosis;

/// <summary>Where agents are missing, and where they can't run tasks.</summary>
/// <param name="Namespace">Where the pods are.</param>
/// <param name="Nodes">Every node.</param>
/// <param name="Results">The newest result of each node, of whichever run: results outlive the agents that wrote them.</param>
/// <param name="Unanswered">The nodes whose agents should have said something of the task's content by now, and have not.</param>
/// <param name="Pods">The agents' pods; null where they can't be seen.</param>
/// <param name="Placement">The nodes that should have such a pod; null where that can't be seen.</param>
internal sealed record AgentFindings(
    string Namespace,
    IReadOnlyCollection<NodeFacts> Nodes,
    IReadOnlyDictionary<string, ResultFacts> Results,
    IReadOnlySet<string> Unanswered,
    IReadOnlyList<InstalledPod>? Pods,
    PodPlacement? Placement
)
{
    private const string Check = "agents";

    /// <summary>What there is to be said.</summary>
    public IReadOnlyList<Finding> At(DateTimeOffset now)
    {
        if (Nodes.Count == 0)
            return [Finding.Error("nodes", "the cluster has no nodes", "There is nothing to run a task on.")];
        if (Placement is null && Pods is null or [] && !Nodes.Any(IsHeard))
            return
            [
                Finding.Error(
                    Check,
                    "no agent was heard of on any node",
                    "Install with `kubectl apply -f deploy/daemonset-privileged.yaml`, or deploy/systemd/install.sh on each host."
                ),
            ];

        var pods = (Pods ?? []).ToLookup(pod => pod.Node, StringComparer.Ordinal);
        var ready = Nodes.Count(node => pods[node.Name].Any(pod => pod.IsReady));
        List<Finding> findings = [.. Unready(pods), .. Missing([.. Nodes.Where(node => !pods.Contains(node.Name))], now)];
        return findings.Count > 0 ? findings : [Finding.Ok(Check, $"ready on {ready} of {Nodes.Count} nodes")];
    }

    // A pod is not ready either where its node is not, and of that there is a finding already.
    private IEnumerable<Finding> Unready(ILookup<string, InstalledPod> pods) =>
        Nodes
            .Where(node => node.Readiness == NodeReadiness.Ready && pods.Contains(node.Name) && !pods[node.Name].Any(pod => pod.IsReady))
            .GroupBy(node => pods[node.Name].Select(pod => pod.Trouble).FirstOrDefault(trouble => trouble is not null))
            .Select(group =>
                group.Key is { } trouble
                    ? Finding.Error(
                        Check,
                        $"{trouble} on {ListOf(group)}",
                        $"kubectl -n {Namespace} describe pods -l app.kubernetes.io/component=agent"
                    )
                    : Finding.Error(
                        Check,
                        $"not ready on {ListOf(group)}: tasks don't run there",
                        $"The pod's log says what blocks it, and what to do: kubectl -n {Namespace} get pods -o wide"
                    )
            );

    private IEnumerable<Finding> Missing(IReadOnlyList<NodeFacts> nodes, DateTimeOffset now)
    {
        var places = nodes.ToLookup(node =>
            node switch
            {
                _ when Pods is not null && Placement?.Includes(node) == true => Place.WithoutItsPod,
                _ when Unanswered.Contains(node.Name) => Place.Unanswered,
                _ => IsHeard(node) ? Place.Heard : Place.Unheard,
            }
        );
        if (places.Contains(Place.WithoutItsPod))
            yield return Finding.Error(
                Check,
                $"no agent pod on {ListOf(places[Place.WithoutItsPod])}{LastHeard(places[Place.WithoutItsPod], now)}",
                $"kubectl -n {Namespace} describe daemonset {InstalledObjects.Agent}"
            );
        if (places.Contains(Place.Unanswered))
            yield return Finding.Error(
                Check,
                $"no agent has answered the task on {ListOf(places[Place.Unanswered])}{LastHeard(places[Place.Unanswered], now)}",
                HowToLook
            );
        if (places.Contains(Place.Unheard))
            yield return Finding.Error(Check, $"no agent was heard of on {ListOf(places[Place.Unheard])}", HowToLook);

        if (!places.Contains(Place.Heard))
            yield break;
        var heard = $"{ListOf(places[Place.Heard])}{LastHeard(places[Place.Heard], now)}";
        yield return Pods is { Count: > 0 }
            ? Finding.Warning(
                Check,
                $"no agent pod on {heard}",
                "Fine where the agent is a service of the host: systemctl status node-tasker-agent. Elsewhere it is missing."
            )
            : Finding.Ok(Check, $"no pods to be seen; results of {heard}");
    }

    private string HowToLook => $"kubectl -n {Namespace} get pods -o wide; on bare metal: systemctl status node-tasker-agent";

    private bool IsHeard(NodeFacts node) => Results.ContainsKey(node.Name);

    private static string ListOf(IEnumerable<NodeFacts> nodes) => NodeList.Compress(nodes.Select(node => node.Name));

    private string LastHeard(IEnumerable<NodeFacts> nodes, DateTimeOffset now)
    {
        List<DateTimeOffset> times =
        [
            .. nodes
                .Select(node => Results.GetValueOrDefault(node.Name))
                .Select(result => result?.CompletionTime ?? result?.StartTime)
                .OfType<DateTimeOffset>(),
        ];
        if (times.Count == 0)
            return "";

        var (newest, oldest) = (AgeText.Of(times.Max(), now), AgeText.Of(times.Min(), now));
        return newest == oldest ? $", last heard of {newest} ago" : $", last heard of {newest} to {oldest} ago";
    }

    private enum Place
    {
        WithoutItsPod,
        Unanswered,
        Unheard,
        Heard,
    }
}
