using k8s;
using k8s.Autorest;
using k8s.Models;
using NodeTasker.Cli.Connecting;

namespace NodeTasker.Cli.Diagnosis;

/// <summary>What the operator may do, asked of the API server.</summary>
internal static class OperatorRights
{
    private const string Check = "your rights";

    private static readonly (string Verb, string Group, string Resource, bool IsTask, bool IsClusterWide, string For)[] Needed =
    [
        ("get", "", "configmaps", true, false, "every verb"),
        ("update", "", "configmaps", true, false, "run"),
        ("patch", "", "configmaps", true, false, "cancel, pause, resume, rerun"),
        ("list", "", "configmaps", false, false, "status, results, run"),
        ("watch", "", "configmaps", false, false, "run, status -w, logs -f"),
        ("list", "", "nodes", false, true, "status, run"),
        ("watch", "", "nodes", false, true, "run, status -w"),
        ("delete", "", "configmaps", false, false, "run --rm"),
        // The admission policies ask for these beside the rights on ConfigMaps.
        ("update", "node-tasker.io", "tasks", true, false, "run, cancel, pause, resume, rerun"),
        ("delete", "node-tasker.io", "results", false, false, "run --rm"),
    ];

    /// <summary>A finding for what is missing, or one that nothing is.</summary>
    public static async Task<IReadOnlyList<Finding>> CheckAsync(ClusterAccess cluster, CancellationToken cancellationToken)
    {
        bool[] allowed;
        try
        {
            allowed = await Task.WhenAll(
                Needed.Select(right =>
                    IsAllowedAsync(cluster, right.Verb, right.Group, right.Resource, right.IsTask, right.IsClusterWide, cancellationToken)
                )
            );
        }
        catch (HttpOperationException e) when (!ApiTrouble.IsRefusal(e))
        {
            return
            [
                Finding.Warning(Check, "the API server does not say what you may do", "Try it; a refusal names the right that is missing."),
            ];
        }

        var missing = Needed
            .Zip(allowed)
            .Where(right => !right.Second)
            .Select(right =>
                Finding.Error(
                    Check,
                    $"you may not {right.First.Verb} {right.First.Resource}{(right.First.Group == "" ? "" : $".{right.First.Group}")}{(right.First.IsClusterWide ? "" : $" in the namespace {cluster.Namespace}")} (needed by: {right.First.For})",
                    OperatorRoles.Advise(right.First.Verb, right.First.Resource, cluster.Namespace, user: null)
                )
            )
            .ToList();
        return missing.Count > 0 ? missing : [Finding.Ok(Check, "you may do all that the verbs need")];
    }

    private static async Task<bool> IsAllowedAsync(
        ClusterAccess cluster,
        string verb,
        string group,
        string resource,
        bool isTask,
        bool isClusterWide,
        CancellationToken cancellationToken
    )
    {
        var review = new V1SelfSubjectAccessReview
        {
            ApiVersion = "authorization.k8s.io/v1",
            Kind = "SelfSubjectAccessReview",
            Spec = new V1SelfSubjectAccessReviewSpec
            {
                ResourceAttributes = new V1ResourceAttributes
                {
                    Verb = verb,
                    Group = group,
                    Resource = resource,
                    Name = isTask ? cluster.Task : null,
                    NamespaceProperty = isClusterWide ? null : cluster.Namespace,
                },
            },
        };
        var answer = await cluster.Client.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(review, cancellationToken: cancellationToken);
        return answer.Status.Allowed;
    }
}
