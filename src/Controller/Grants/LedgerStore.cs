using NodeTasker.Controller.Storing;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Grants;

/// <summary>The ledger in its ConfigMap: a grant is written down here before any agent can see it.</summary>
internal sealed class LedgerStore(string task, OwnConfigMap store)
{
    private bool _exists;

    /// <summary>As it is written down.</summary>
    public GrantLedger Current { get; private set; } = GrantLedger.Empty;

    /// <exception cref="InvalidDataException">There is one, and it can't be read; nothing may be granted then.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var data = await store.ReadAsync(cancellationToken);
        _exists = data is not null;
        Current =
            data is null ? GrantLedger.Empty
            : LedgerCodec.TryDecode(data, out var ledger, out var error) ? ledger
            : throw new InvalidDataException($"ConfigMap {ObjectNames.Ledger(task)}: {error}");
    }

    /// <summary>Writes <paramref name="ledger"/> down unless it is the same; false when somebody else has written since it was read, which has to be read then.</summary>
    public async Task<bool> TrySaveAsync(GrantLedger ledger, CancellationToken cancellationToken)
    {
        if (ReferenceEquals(ledger, Current) || (!_exists && IsEmpty(ledger)))
            return true;
        if (
            !await store.TryWriteAsync(
                new TaskObject(TaskObject.LabelsOf(task, WellKnown.LedgerComponent), LedgerCodec.Encode(ledger)),
                cancellationToken
            )
        )
            return false;
        _exists = true;
        Current = ledger;
        return true;
    }

    /// <summary>Takes all grants back; when none counts any more, the ledger goes too.</summary>
    public async Task<bool> TryCloseAsync(
        IReadOnlyDictionary<string, RunId> leases,
        IReadOnlyDictionary<string, ResultFacts> results,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (!_exists)
            return true;
        var rest = LedgerEnd.Of(Current, leases, results, now);
        if (!IsEmpty(rest))
            return await TrySaveAsync(rest, cancellationToken);
        if (!await store.TryDeleteAsync(cancellationToken))
            return false;
        _exists = false;
        Current = GrantLedger.Empty;
        return true;
    }

    private static bool IsEmpty(GrantLedger ledger) => ledger.Grants.Count == 0 && ledger.Halt is null && ledger.Soak is null;
}
