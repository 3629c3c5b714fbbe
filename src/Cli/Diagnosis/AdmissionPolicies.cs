using System.Text.Json.Nodes;

namespace NodeTasker.Cli.Diagnosis;

/// <summary>The admission policies of the manifest: they say what RBAC can't.</summary>
internal static class AdmissionPolicies
{
    private const string Check = "admission policy";
    private const string Path = "apis/admissionregistration.k8s.io/v1/validatingadmissionpolic";

    private static readonly (string Name, string Lost)[] Needed =
    [
        ("node-tasker-agent", "an agent that was taken over could write other nodes' results"),
        ("node-tasker-objects", "whoever has `edit` in the namespace could set the task, and so be root on every node"),
        ("node-tasker-workloads", "whoever has `edit` in the namespace could enter the agents' pods, or put one of their own beside them"),
    ];

    /// <summary>A finding for each that is missing or does not deny, or one that they are all there.</summary>
    public static async Task<IReadOnlyList<Finding>> CheckAsync(InstalledObjects installed, CancellationToken cancellationToken)
    {
        var findings = (await Task.WhenAll(Needed.Select(policy => CheckAsync(installed, policy.Name, policy.Lost, cancellationToken))))
            .OfType<Finding>()
            .Distinct()
            .ToList();
        return findings.Count > 0
            ? findings
            :
            [
                Finding.Ok(
                    Check,
                    "an agent can write its own node's result and nothing else, and `edit` in the namespace gives no way to the nodes"
                ),
            ];
    }

    private static async Task<Finding?> CheckAsync(
        InstalledObjects installed,
        string name,
        string lost,
        CancellationToken cancellationToken
    )
    {
        var (policy, why) = await installed.TryGetAsync($"{Path}ies/{name}", cancellationToken);
        var (binding, whyNot) = await installed.TryGetAsync($"{Path}ybindings/{name}", cancellationToken);
        if (InstalledObjects.MayNotLook is var unseen && (why == unseen || whyNot == unseen))
            return Finding.Warning(
                Check,
                unseen,
                "An admin can look: kubectl get validatingadmissionpolicy,validatingadmissionpolicybinding -l app.kubernetes.io/name=node-tasker"
            );

        var missing = (policy, binding) switch
        {
            (null, _) => $"the policy {name} is not there",
            (_, null) => $"the binding of the policy {name} is not there",
            _ when (string?)binding["spec"]?["policyName"] != name || !Denies(binding) =>
                $"the binding of the policy {name} does not make it deny anything",
            _ => null,
        };
        return missing is null
            ? null
            : Finding.Warning(Check, $"{missing}: {lost}", "Apply deploy/daemonset-privileged.yaml; it needs Kubernetes 1.30 or later.");
    }

    private static bool Denies(JsonObject binding) =>
        (binding["spec"]?["validationActions"]?.AsArray() ?? []).Any(action => (string?)action == "Deny");
}
