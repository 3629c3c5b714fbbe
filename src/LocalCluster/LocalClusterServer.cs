namespace NodeTasker.LocalCluster;

/// <summary>The embedded API server of demo and tests: in memory, loopback only, never for production.</summary>
public sealed class LocalClusterServer : IAsyncDisposable
{
    private LocalClusterServer(Uri url) => Url = url;

    /// <summary>Where it listens: <c>http://127.0.0.1:PORT/</c>.</summary>
    public Uri Url { get; }

    /// <summary>Starts a server and returns when it answers.</summary>
    public static Task<LocalClusterServer> StartAsync(LocalClusterOptions? options = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Writes a kubeconfig (0600) for this server with namespace <paramref name="defaultNamespace"/> as its context's.</summary>
    public Task WriteKubeconfigAsync(string path, string defaultNamespace = "default", CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}

/// <summary>Options of <see cref="LocalClusterServer"/>.</summary>
public sealed record LocalClusterOptions
{
    /// <summary>The port on 127.0.0.1; 0 picks a free one. Default: 0.</summary>
    public int Port { get; init; }

    /// <summary>How often open watches get a bookmark. Default: one minute.</summary>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many past events a watch can start from before it gets 410. Default: 10,000.</summary>
    public int EventHistory { get; init; } = 10_000;

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
