using System.Collections.Concurrent;
using System.Net;
using k8s;
using k8s.Models;
using NodeTasker.Cluster;
using NodeTasker.Controller.Storing;
using NodeTasker.Controller.Watching;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Grants;

/// <summary>Makes the Leases be what the ledger says, several at a time.</summary>
/// <param name="mayStillLead">Whether no other replica can lead yet.</param>
/// <remarks>
/// Thousands of them take minutes, and what was to be granted when they were begun may have been taken back since: so each grant asks once more, just
/// before it is written. What is taken back needs no such question: a Lease too few is given again.
/// </remarks>
internal sealed class GrantWriter(
    IKubernetes client,
    string ns,
    Informer<GrantLease> leases,
    Func<bool> mayStillLead,
    TimeProvider time,
    ILogger log
) : NewestWriter<DesiredGrants>("the grants", time, log)
{
    private const int AtATime = 16;
    private readonly TimeProvider _time = time;

    protected override async Task<bool> WriteAsync(DesiredGrants value, CancellationToken cancellationToken)
    {
        var changes = GrantChange.Between(
            value,
            leases.Items ?? throw new InvalidOperationException("Grants are written after they have been read.")
        );
        // One that can't be written must not hold up the others: it may be a grant, and they may be what has to be taken back.
        var failures = new ConcurrentQueue<Exception>();
        await Parallel.ForEachAsync(
            changes,
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
            async (change, cancel) =>
            {
                try
                {
                    if (change is GrantChange.Give give && !IsToBeGiven(give))
                        return;
                    await WriteOneAsync(value.Task, change, cancel);
                }
                catch (Exception e) when (ApiFailure.IsExpected(e, cancel))
                {
                    failures.Enqueue(e);
                }
            }
        );
        return failures.TryDequeue(out var failure) ? throw failure : changes.Count > 0;
    }

    private bool IsToBeGiven(GrantChange.Give give)
    {
        if (Newer is { } newer && !newer.Has(give.Node.Name, give.Run))
            return false;
        return mayStillLead() ? true : throw new IOException("another replica may lead by now");
    }

    private async Task WriteOneAsync(string task, GrantChange change, CancellationToken cancellationToken)
    {
        try
        {
            if (change is GrantChange.Give give)
            {
                var body = BodyOf(task, give);
                var written = give.Version is null
                    ? await client.CoordinationV1.CreateNamespacedLeaseAsync(
                        body,
                        ns,
                        fieldManager: WellKnown.ControllerFieldManager,
                        cancellationToken: cancellationToken
                    )
                    : await client.CoordinationV1.ReplaceNamespacedLeaseAsync(
                        body,
                        give.Lease,
                        ns,
                        fieldManager: WellKnown.ControllerFieldManager,
                        cancellationToken: cancellationToken
                    );
                leases.Note(give.Lease, GrantLease.Of(written));
            }
            else if (change is GrantChange.TakeBack back)
            {
                var options = new V1DeleteOptions { Preconditions = new V1Preconditions { ResourceVersion = back.Version } };
                await client.CoordinationV1.DeleteNamespacedLeaseAsync(back.Lease, ns, options, cancellationToken: cancellationToken);
                leases.Forget(back.Lease);
            }
        }
        catch (Exception e) when (ApiFailure.CodeOf(e) is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
        {
            // Another version is there than was known. Whoever is right: look, and decide anew.
            await LookAsync(change.Lease, cancellationToken);
            leases.Announce();
        }
    }

    private async Task LookAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            leases.Note(
                name,
                GrantLease.Of(await client.CoordinationV1.ReadNamespacedLeaseAsync(name, ns, cancellationToken: cancellationToken))
            );
        }
        catch (Exception e) when (ApiFailure.CodeOf(e) == HttpStatusCode.NotFound)
        {
            leases.Forget(name);
        }
    }

    private V1Lease BodyOf(string task, GrantChange.Give give) =>
        new()
        {
            ApiVersion = $"{V1Lease.KubeGroup}/{V1Lease.KubeApiVersion}",
            Kind = V1Lease.KubeKind,
            Metadata = new V1ObjectMeta
            {
                Name = give.Lease,
                NamespaceProperty = ns,
                ResourceVersion = give.Version,
                Labels = new Dictionary<string, string>(TaskObject.LabelsOf(task, WellKnown.GrantComponent))
                {
                    [WellKnown.NodeLabel] = KubernetesName.ToLabelValue(give.Node.Name),
                },
                // The Node's end is the grant's.
                OwnerReferences =
                [
                    new V1OwnerReference
                    {
                        ApiVersion = V1Node.KubeApiVersion,
                        Kind = V1Node.KubeKind,
                        Name = give.Node.Name,
                        Uid = give.Node.Uid,
                    },
                ],
            },
            Spec = new V1LeaseSpec { HolderIdentity = give.Run.Value, AcquireTime = LeaseTime.Of(_time.GetUtcNow()) },
        };
}
