using System.Net;
using k8s;
using k8s.Models;
using NodeTasker.Cluster;
using NodeTasker.Controller.Storing;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Leadership;

/// <summary>The Lease <c>node-tasker-controller</c>, as other controllers' leader elections use theirs.</summary>
internal sealed class LeaderLease(IKubernetes client, string ns) : ILeaderLease
{
    public const string Name = "node-tasker-controller";

    public async Task<LeaderRecord?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return RecordOf(await client.CoordinationV1.ReadNamespacedLeaseAsync(Name, ns, cancellationToken: cancellationToken));
        }
        catch (Exception e) when (ApiFailure.CodeOf(e) == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public async Task<LeaderRecord?> TryWriteAsync(LeaderRecord record, CancellationToken cancellationToken)
    {
        var body = BodyOf(record);
        try
        {
            return RecordOf(
                record.Version is null
                    ? await client.CoordinationV1.CreateNamespacedLeaseAsync(
                        body,
                        ns,
                        fieldManager: WellKnown.ControllerFieldManager,
                        cancellationToken: cancellationToken
                    )
                    : await client.CoordinationV1.ReplaceNamespacedLeaseAsync(
                        body,
                        Name,
                        ns,
                        fieldManager: WellKnown.ControllerFieldManager,
                        cancellationToken: cancellationToken
                    )
            );
        }
        catch (Exception e)
            when (ApiFailure.CodeOf(e) == HttpStatusCode.Conflict
                || (ApiFailure.CodeOf(e) == HttpStatusCode.NotFound && record.Version is not null)
            )
        {
            return null;
        }
    }

    private V1Lease BodyOf(LeaderRecord record) =>
        new()
        {
            ApiVersion = $"{V1Lease.KubeGroup}/{V1Lease.KubeApiVersion}",
            Kind = V1Lease.KubeKind,
            Metadata = new V1ObjectMeta
            {
                Name = Name,
                NamespaceProperty = ns,
                Labels = new Dictionary<string, string>
                {
                    [WellKnown.AppNameLabel] = WellKnown.AppName,
                    [WellKnown.ComponentLabel] = "controller",
                    [WellKnown.ManagedByLabel] = WellKnown.ControllerFieldManager,
                },
                ResourceVersion = record.Version,
            },
            Spec = new V1LeaseSpec
            {
                HolderIdentity = record.Holder,
                LeaseDurationSeconds = (int)LeaderElection.Duration.TotalSeconds,
                AcquireTime = LeaseTime.Of(record.AcquireTime),
                RenewTime = LeaseTime.Of(record.RenewTime),
                LeaseTransitions = record.Transitions,
            },
        };

    private static LeaderRecord RecordOf(V1Lease lease) =>
        new(
            string.IsNullOrEmpty(lease.Spec?.HolderIdentity) ? null : lease.Spec.HolderIdentity,
            lease.Spec?.AcquireTime,
            lease.Spec?.RenewTime,
            lease.Spec?.LeaseTransitions ?? 0,
            lease.Metadata.ResourceVersion
        );
}
