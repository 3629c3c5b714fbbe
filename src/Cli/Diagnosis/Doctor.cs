using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Following;
using NodeTasker.Cli.Tasks;
using NodeTasker.Cli.Views;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Diagnosis;

/// <summary>Looks at everything that a task needs, in the order in which it needs it.</summary>
internal sealed class Doctor(ClusterAccess cluster, TimeProvider time)
{
    private static readonly TimeSpan LeaseIsOld = TimeSpan.FromSeconds(30);
    private readonly InstalledObjects _installed = new(cluster);

    /// <summary>All findings; what can't be checked says so.</summary>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken)
    {
        // When this one fails there is nothing else to be found out.
        var version = (string?)(await RawApi.GetAsync(cluster.Client, "version", cancellationToken))["gitVersion"];
        List<Finding> findings =
        [
            Finding.Ok(
                "API server",
                $"Kubernetes {version} at {cluster.Host}{(cluster.Context is { } name ? $" (context '{name}')" : "")}"
            ),
        ];

        findings.Add(await NamespaceAsync(cancellationToken));
        findings.AddRange(await OperatorRights.CheckAsync(cluster, cancellationToken));
        StoredTask? task = null;
        findings.AddRange(
            await IfAllowedAsync("task", async () => [TaskFinding(task = await new TaskStore(cluster).ReadAsync(cancellationToken))])
        );
        findings.AddRange(await AdmissionPolicies.CheckAsync(_installed, cancellationToken));
        findings.AddRange(await IfAllowedAsync("agents", () => AgentsAsync(task ?? StoredTask.Of(cluster.Task, null), cancellationToken)));
        findings.Add(await ControllerAsync(cancellationToken));
        return findings;
    }

    // Of the right that is missing there is a finding already: what doesn't need it is looked at all the same.
    private static async Task<IReadOnlyList<Finding>> IfAllowedAsync(string check, Func<Task<IReadOnlyList<Finding>>> examineAsync)
    {
        try
        {
            return await examineAsync();
        }
        catch (HttpOperationException e) when (e.Response?.StatusCode == HttpStatusCode.Forbidden)
        {
            return
            [
                Finding.Warning(
                    check,
                    $"{InstalledObjects.MayNotLook}: {ApiTrouble.MessageOf(e)}",
                    "What else is said here was found out without it."
                ),
            ];
        }
    }

    private async Task<Finding> NamespaceAsync(CancellationToken cancellationToken)
    {
        var (found, why) = await _installed.TryGetAsync($"api/v1/namespaces/{cluster.Namespace}", cancellationToken);
        if (found is null)
        {
            return why == "not there"
                ? Finding.Error(
                    "namespace",
                    $"there is no namespace {cluster.Namespace}",
                    "Install with `kubectl apply -f deploy/daemonset-privileged.yaml`, or name the namespace with -n."
                )
                : Finding.Warning("namespace", $"{cluster.Namespace}: {why}", "The right to get it is not needed otherwise.");
        }

        return (string?)found["metadata"]?["labels"]?["pod-security.kubernetes.io/enforce"] is null or "privileged"
            ? Finding.Ok("namespace", cluster.Namespace)
            : Finding.Error(
                "namespace",
                $"{cluster.Namespace} does not allow privileged pods, so agents can't start",
                $"kubectl label ns {cluster.Namespace} pod-security.kubernetes.io/enforce=privileged --overwrite"
            );
    }

    private Finding TaskFinding(StoredTask task) =>
        task switch
        {
            { Object: null } => Finding.Warning(
                "task",
                $"there is no ConfigMap {cluster.Namespace}/{cluster.Task}",
                $"`{ProgramName.Shown} run` creates it; the manifest has an empty one."
            ),
            { Parsed: ParsedTask.Bad bad } => Finding.Error(
                "task",
                $"every agent rejects it: {string.Join("; ", bad.Problems.Select(problem => problem.Message))}",
                $"Set it anew with `{ProgramName.Shown} run`, which checks it first."
            ),
            { Run: { } run } => Finding.Ok("task", $"run {run}"),
            _ => Finding.Ok("task", "empty: nothing to do"),
        };

    private async Task<IReadOnlyList<Finding>> AgentsAsync(StoredTask task, CancellationToken cancellationToken)
    {
        var facts = await FirstLook.TakeAsync(cluster, task, cancellationToken);
        var pods = await _installed.PodsAsync("agent", cancellationToken);
        var placement = pods is null ? null : await _installed.PodPlacementAsync(cancellationToken);
        var now = time.GetUtcNow();
        var (nodes, without) = (
            facts.Nodes.Where(node => node.CanHaveAgent).ToList(),
            facts.Nodes.Where(node => !node.CanHaveAgent).ToList()
        );
        List<Finding> findings =
        [
            .. new AgentFindings(cluster.Namespace, nodes, facts.ResultsByNode(), Unanswered(facts, now), pods, placement).At(now),
        ];

        if (without.Count > 0)
            findings.Add(
                Finding.Ok("nodes", $"no agent can be on {NodeList.Compress(without.Select(node => node.Name))} (Windows, or virtual)")
            );
        var unready = nodes.Where(node => node.Readiness != NodeReadiness.Ready).ToList();
        if (unready.Count > 0)
            findings.Add(
                Finding.Warning(
                    "nodes",
                    $"not ready: {NodeList.Compress(unready.Select(node => node.Name))}",
                    "They run the current task when they are back."
                )
            );
        findings.AddRange(Versions(pods ?? []));
        return findings;
    }

    private static HashSet<string> Unanswered(ClusterFacts facts, DateTimeOffset now)
    {
        var setTime = facts.Task!.SetTime ?? DateTimeOffset.MinValue;
        var progress = facts.Task.Parsed switch
        {
            ParsedTask.Valid valid => RolloutReading.Of(facts, valid.Spec, setTime, now).Progress,
            ParsedTask.Bad bad => RolloutReading.OfBad(facts, bad, setTime, now),
            _ => null,
        };
        return [.. (progress?.Nodes ?? []).Where(node => node.Reason == "NoAgent").Select(node => node.Node)];
    }

    private static IEnumerable<Finding> Versions(IReadOnlyList<InstalledPod> pods)
    {
        var own = ProductVersion.Short;
        foreach (
            var other in pods.GroupBy(pod => pod.Version)
                .Where(group => Version.TryParse(group.Key, out var version) && Version.TryParse(own, out var ours) && version < ours)
        )
            yield return Finding.Warning(
                "agents",
                $"version {other.Key} on {NodeList.Compress(other.Select(pod => pod.Node))} is older than this command ({own})",
                "Update the DaemonSet: an older agent rejects keys that it does not know."
            );
    }

    private async Task<Finding> ControllerAsync(CancellationToken cancellationToken)
    {
        const string Without =
            "tasks with parallelism, waves, maxFailures, paused or newNodes don't start, and there is no summary and no history";
        var (lease, why) = await _installed.TryGetInNamespaceAsync(
            "apis/coordination.k8s.io/v1",
            $"leases/{InstalledObjects.Controller}",
            cancellationToken
        );
        if (lease is null)
            return Finding.Warning(
                "controller",
                why == "not there" ? $"not there: {Without}" : why!,
                $"kubectl -n {cluster.Namespace} get deploy {InstalledObjects.Controller}"
            );

        var holder = (string?)lease["spec"]?["holderIdentity"];
        var renewed = DateTimeOffset.TryParse(
            (string?)lease["spec"]?["renewTime"],
            System.Globalization.CultureInfo.InvariantCulture,
            out var at
        )
            ? at
            : (DateTimeOffset?)null;
        return holder is { Length: > 0 } && renewed is { } then && time.GetUtcNow() - then < LeaseIsOld
            ? Finding.Ok("controller", $"{holder} leads")
            : Finding.Warning(
                "controller",
                $"no controller leads: {Without}",
                $"kubectl -n {cluster.Namespace} get pods -l app.kubernetes.io/component=controller"
            );
    }
}
