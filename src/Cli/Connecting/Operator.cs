using System.Text.Json.Nodes;
using k8s.Autorest;

namespace NodeTasker.Cli.Connecting;

/// <summary>Who sets a task.</summary>
internal static class Operator
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>As the API server knows the caller; where it doesn't say, as the kubeconfig calls the user; null when neither does.</summary>
    public static async Task<string?> NameAsync(ClusterAccess cluster, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var review = new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "SelfSubjectReview" };
            var answer = await RawApi.PostAsync(cluster.Client, "apis/authentication.k8s.io/v1/selfsubjectreviews", review, either.Token);
            return (string?)answer["status"]?["userInfo"]?["username"] ?? cluster.User;
        }
        catch (Exception e)
            when (e is HttpOperationException or HttpRequestException or System.Text.Json.JsonException or OperationCanceledException
                && !cancellationToken.IsCancellationRequested
            )
        {
            // It's a courtesy to whoever reads the history: never a reason not to run.
            return cluster.User;
        }
    }
}
