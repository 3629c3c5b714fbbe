using System.Net;
using k8s;
using k8s.Models;
using NodeTasker.Cluster;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Grants;

/// <summary>
/// The ledger in its ConfigMap: a grant is written down here before any agent can see it. Each write names the version that it replaces, so that of
/// two controllers one is refused; it has to read again then, as after any failure.
/// </summary>
internal sealed class LedgerStore(IKubernetes client, string ns, string task)
{
    private readonly string _name = ObjectNames.Ledger(task);
    private V1ObjectMeta? _known;

    /// <summary>As it is written down.</summary>
    public GrantLedger Current { get; private set; } = GrantLedger.Empty;

    /// <exception cref="InvalidDataException">There is one, and it can't be read; nothing may be granted then.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var there = await client.CoreV1.ReadNamespacedConfigMapAsync(_name, ns, cancellationToken: cancellationToken);
            _known = there.Metadata;
            Current = LedgerCodec.TryDecode((there.Data ?? new Dictionary<string, string>()).AsReadOnly(), out var ledger, out var error)
                ? ledger
                : throw new InvalidDataException($"ConfigMap {_name}: {error}");
        }
        catch (Exception e) when (ApiFailure.CodeOf(e) == HttpStatusCode.NotFound)
        {
            (_known, Current) = (null, GrantLedger.Empty);
        }
    }

    /// <summary>Writes <paramref name="ledger"/> down unless it is the same; false when somebody else has written since it was read.</summary>
    public async Task<bool> TrySaveAsync(GrantLedger ledger, CancellationToken cancellationToken)
    {
        if (ReferenceEquals(ledger, Current) || (_known is null && IsEmpty(ledger)))
            return true;
        var body = new V1ConfigMap
        {
            ApiVersion = V1ConfigMap.KubeApiVersion,
            Kind = V1ConfigMap.KubeKind,
            Metadata = new V1ObjectMeta
            {
                Name = _name,
                NamespaceProperty = ns,
                Labels = new Dictionary<string, string>(TaskObject.LabelsOf(task, WellKnown.LedgerComponent)),
                ResourceVersion = _known?.ResourceVersion,
            },
            Data = new Dictionary<string, string>(LedgerCodec.Encode(ledger)),
        };
        const string Manager = WellKnown.ControllerFieldManager;
        try
        {
            var written = _known is null
                ? await client.CoreV1.CreateNamespacedConfigMapAsync(body, ns, fieldManager: Manager, cancellationToken: cancellationToken)
                : await client.CoreV1.ReplaceNamespacedConfigMapAsync(
                    body,
                    _name,
                    ns,
                    fieldManager: Manager,
                    cancellationToken: cancellationToken
                );
            (_known, Current) = (written.Metadata, ledger);
            return true;
        }
        catch (Exception e) when (IsConflict(e))
        {
            return false;
        }
    }

    /// <summary>Takes all grants back; when none counts any more, the ledger goes too. False as in <see cref="TrySaveAsync"/>.</summary>
    public async Task<bool> TryCloseAsync(
        IReadOnlyDictionary<string, RunId> leases,
        IReadOnlyDictionary<string, ResultFacts> results,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (_known is null)
            return true;
        var rest = LedgerEnd.Of(Current, leases, results, now);
        if (!IsEmpty(rest))
            return await TrySaveAsync(rest, cancellationToken);
        try
        {
            var options = new V1DeleteOptions
            {
                Preconditions = new V1Preconditions { Uid = _known.Uid, ResourceVersion = _known.ResourceVersion },
            };
            await client.CoreV1.DeleteNamespacedConfigMapAsync(_name, ns, options, cancellationToken: cancellationToken);
            (_known, Current) = (null, GrantLedger.Empty);
            return true;
        }
        catch (Exception e) when (IsConflict(e))
        {
            return false;
        }
    }

    private static bool IsConflict(Exception e) => ApiFailure.CodeOf(e) is HttpStatusCode.Conflict or HttpStatusCode.NotFound;

    private static bool IsEmpty(GrantLedger ledger) => ledger.Grants.Count == 0 && ledger.Halt is null && ledger.Soak is null;
}
