using System.Globalization;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Schema;
using NodeTasker.LocalCluster.Storage;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>What all routes share.</summary>
internal sealed class Cluster(ObjectStore store, LocalClusterOptions options) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

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
            ObjectDefaults.Apply(ResourceCatalog.Namespaces, value);
            ObjectDefaults.Stamp(value, Now);
            store.TryCreate(ResourceCatalog.Namespaces, value);
        }
    }

    public Task StopAsync() => _stopping.CancelAsync();

    public void Dispose() => _stopping.Dispose();
}
