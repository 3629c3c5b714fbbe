namespace NodeTasker.Controller.Leadership;

/// <summary>The object by which replicas agree on who is active.</summary>
internal interface ILeaderLease
{
    /// <summary>As it is now; null when there is none.</summary>
    Task<LeaderRecord?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Writes it in the place of the version that <paramref name="record"/> names (null: where there is none); null when another version is there by now.</summary>
    Task<LeaderRecord?> TryWriteAsync(LeaderRecord record, CancellationToken cancellationToken);
}

/// <summary>Who is active.</summary>
/// <param name="Holder">The replica's identity; null when nobody is.</param>
/// <param name="AcquireTime">Since when, by its clock.</param>
/// <param name="RenewTime">When it last said so, by its clock.</param>
/// <param name="Transitions">How often the holder has changed.</param>
/// <param name="Version">The object's version; null before it exists.</param>
internal sealed record LeaderRecord(
    string? Holder,
    DateTimeOffset? AcquireTime,
    DateTimeOffset? RenewTime,
    int Transitions,
    string? Version
);
