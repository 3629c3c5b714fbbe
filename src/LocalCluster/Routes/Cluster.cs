using System.Globalization;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Objects;
using NodeTasker.LocalCluster.Storage;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>What all routes share.</summary>
internal sealed class Cluster(ObjectStore store, LocalClusterOptions options) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Exception? _defect;

    public ObjectStore Store => store;

    public LocalClusterOptions Options => options;

    public TimeProvider Time => options.TimeProvider;

    /// <summary>Cancelled when the server ends, and open watches with it.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public string Now => Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public void CreateDefaultNamespaces()
    {
        foreach (var name in (string[])["default", "kube-node-lease", "kube-public", "kube-system"])
        {
            var value = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } };
            ObjectCommit.SetDefaults(ResourceKind.Namespaces, value);
            ObjectCommit.Stamp(value, Now);
            store.TryCreate(ResourceKind.Namespaces, value);
        }
    }

    /// <summary>
    /// Remembers an exception that no request may cause. A client may try again and hide it, so the end of the server tells it.
    /// </summary>
    public void AddDefect(Exception exception) => Interlocked.CompareExchange(ref _defect, exception, null);

    public void ThrowIfDefective()
    {
        if (_defect is { } defect)
            throw new InvalidOperationException($"The local cluster failed to answer a request: {defect.Message}", defect);
    }

    public Task StopAsync() => _stopping.CancelAsync();

    public void Dispose() => _stopping.Dispose();
}
