using NodeTasker.LocalCluster.Hosting;
using NodeTasker.LocalCluster.Routes;
using NodeTasker.LocalCluster.Storage;

namespace NodeTasker.LocalCluster;

/// <summary>
/// The embedded API server of demo and tests: in memory, loopback only, never for production. It serves HTTPS with a certificate of
/// its own and answers nobody without the token in its kubeconfig, as other users of the machine can reach the port too.
/// </summary>
public sealed class LocalClusterServer : IAsyncDisposable
{
    private readonly Listener _listener;
    private readonly Cluster _cluster;
    private bool _isDisposed;

    private LocalClusterServer(Listener listener, Cluster cluster)
    {
        _listener = listener;
        _cluster = cluster;
        Url = listener.Url;
    }

    /// <summary>Where it listens: <c>https://127.0.0.1:PORT/</c>.</summary>
    public Uri Url { get; }

    /// <summary>Starts a server and returns when it answers.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<LocalClusterServer> StartAsync(
        LocalClusterOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        options ??= new LocalClusterOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.Port, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.EventHistory, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.BookmarkInterval, TimeSpan.Zero, nameof(options));

        var store = new ObjectStore(options.EventHistory, options.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds());
        var cluster = new Cluster(store, options);
        cluster.CreateDefaultNamespaces();
        var listener = await Listener.StartAsync(options.Port, new Router(cluster).HandleAsync, cancellationToken);
        return new LocalClusterServer(listener, cluster);
    }

    /// <summary>
    /// Writes a kubeconfig for this server with namespace <paramref name="defaultNamespace"/> as its context's. The file holds the
    /// server's token, so only its owner may read it (0600).
    /// </summary>
    public Task WriteKubeconfigAsync(string path, string defaultNamespace = "default", CancellationToken cancellationToken = default) =>
        Kubeconfig.WriteAsync(path, Url, _listener.CertificatePem, _listener.Token, defaultNamespace, cancellationToken);

    /// <summary>Ends open watches and stops listening. What was stored is gone.</summary>
    /// <exception cref="InvalidOperationException">A request ran into a defect of the server.</exception>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;

        await _cluster.StopAsync();
        await _listener.DisposeAsync();
        _cluster.Dispose();
        _cluster.ThrowIfDefective();
    }
}
