namespace NodeTasker.LocalCluster;

/// <summary>Options of <see cref="LocalClusterServer"/>.</summary>
public sealed record LocalClusterOptions
{
    /// <summary>The port on 127.0.0.1; 0 picks a free one. Default: 0.</summary>
    public int Port { get; init; }

    /// <summary>How often open watches get a bookmark, if they have fallen behind. Default: one minute.</summary>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many past events a watch can start from before it gets 410. Default: 10,000.</summary>
    public int EventHistory { get; init; } = 10_000;

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
