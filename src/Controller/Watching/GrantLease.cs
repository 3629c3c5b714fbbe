using k8s.Models;

namespace NodeTasker.Controller.Watching;

/// <summary>A grant as agents see it.</summary>
/// <param name="Holder">The run that may start; null when none.</param>
/// <param name="Version">The Lease's resourceVersion.</param>
internal sealed record GrantLease(string? Holder, string Version)
{
    public static GrantLease Of(V1Lease lease) => new(lease.Spec?.HolderIdentity, lease.Metadata.ResourceVersion);
}
