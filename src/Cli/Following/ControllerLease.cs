using System.Net;
using k8s;
using k8s.Autorest;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Diagnosis;

namespace NodeTasker.Cli.Following;

/// <summary>The Lease by which the active controller shows that it is alive.</summary>
internal static class ControllerLease
{
    // Twice as long as it lasts: clocks run apart.
    private static readonly TimeSpan Old = TimeSpan.FromSeconds(30);

    /// <summary>Whether a controller leads; false as well where that can't be seen.</summary>
    public static async Task<bool> IsFreshAsync(ClusterAccess cluster, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var lease = await cluster.Client.CoordinationV1.ReadNamespacedLeaseAsync(
                InstalledObjects.Controller,
                cluster.Namespace,
                cancellationToken: cancellationToken
            );
            return lease.Spec is { HolderIdentity.Length: > 0, RenewTime: { } renewed } && time.GetUtcNow() - renewed < Old;
        }
        catch (HttpOperationException e) when (e.Response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
        {
            return false;
        }
    }
}
