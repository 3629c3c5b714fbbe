using NodeTasker.LocalCluster.Tests.Servers;

[assembly: AssemblyFixture(typeof(ServerFixture))]

namespace NodeTasker.LocalCluster.Tests.Servers;

/// <summary>Both servers, each started when the first test asks for it.</summary>
public sealed class ServerFixture : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("local-cluster-tests-").FullName;
    private readonly Lazy<Task<ApiServer>> _local;
    private readonly Lazy<Task<ApiServer>> _real;

    public ServerFixture()
    {
        _local = new(StartLocalAsync);
        _real = new(() => RealServer.StartAsync(_folder));
    }

    /// <summary>A namespace of its own on that server; the test is skipped where there is no such server.</summary>
    internal async Task<TestSpace> OpenAsync(ServerKind kind)
    {
        Assert.SkipWhen(kind == ServerKind.Real && RealServer.Program is null, "KUBEBUILDER_ASSETS names no folder with a kube-apiserver.");

        var server = await (kind == ServerKind.Local ? _local : _real).Value;
        var name = $"t{Guid.NewGuid():N}"[..16];
        var space = new TestSpace(server, name);
        var created = await space.SendAsync(HttpMethod.Post, "/api/v1/namespaces", $$$"""{"metadata":{"name":"{{{name}}}"}}""");
        Assert.Equal(201, created.Code);
        return space;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { _local, _real })
        {
            if (server.IsValueCreated)
                await (await server.Value).DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<ApiServer> StartLocalAsync()
    {
        var server = await LocalClusterServer.StartAsync();
        var kubeconfig = Path.Combine(_folder, "local.kubeconfig");
        await server.WriteKubeconfigAsync(kubeconfig);
        return new ApiServer(kubeconfig, server.DisposeAsync);
    }
}
