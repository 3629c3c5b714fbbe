namespace NodeTasker.LocalCluster.Tests.Servers;

/// <summary>A server of the test's own, with options of its own.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly LocalClusterServer _cluster;
    private readonly DirectoryInfo _folder;

    private TestCluster(LocalClusterServer cluster, DirectoryInfo folder)
    {
        _cluster = cluster;
        _folder = folder;
        Server = new ApiServer(Path.Combine(folder.FullName, "kubeconfig"), cluster.DisposeAsync);
        Default = new TestSpace(Server, "default");
    }

    public ApiServer Server { get; }

    public TestSpace Default { get; }

    public static async Task<TestCluster> StartAsync(LocalClusterOptions? options = null)
    {
        var folder = Directory.CreateTempSubdirectory("local-cluster-");
        var cluster = await LocalClusterServer.StartAsync(options, TestContext.Current.CancellationToken);
        await cluster.WriteKubeconfigAsync(
            Path.Combine(folder.FullName, "kubeconfig"),
            cancellationToken: TestContext.Current.CancellationToken
        );
        return new TestCluster(cluster, folder);
    }

    public ValueTask StopAsync() => _cluster.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        if (_folder.Exists)
            _folder.Delete(recursive: true);
    }
}
