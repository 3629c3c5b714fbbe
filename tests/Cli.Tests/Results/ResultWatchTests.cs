using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using NodeTasker.Cli.Results;
using NodeTasker.Cluster;
using NodeTasker.LocalCluster;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Results;

public sealed class ResultWatchTests : IAsyncLifetime
{
    private const string Namespace = "node-tasker";
    private readonly TempDir _folder = new();
    private readonly ConcurrentDictionary<string, RunPhase> _seen = new();
    private readonly CancellationTokenSource _end = new();
    private LocalClusterServer _server = null!;
    private CuttableProxy _proxy = null!;
    private NodeTasker.Cluster.ApiClient _direct = null!;
    private NodeTasker.Cluster.ApiClient _proxied = null!;
    private Task _following = Task.CompletedTask;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await LocalClusterServer.StartAsync(cancellationToken: Cancellation);
        _proxy = new CuttableProxy(_server.Url);
        await _server.WriteKubeconfigAsync(_folder["kubeconfig"], Namespace, Cancellation);
        _direct = new NodeTasker.Cluster.ApiClient(ClientConfiguration.FromFile(_folder["kubeconfig"]));
        _proxied = new NodeTasker.Cluster.ApiClient(ClientConfiguration.FromFile(_folder["kubeconfig"]) with { Server = _proxy.Url });
        await _direct.CoreV1.CreateNamespaceAsync(
            new V1Namespace { Metadata = new V1ObjectMeta { Name = Namespace } },
            cancellationToken: Cancellation
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _proxied.Dispose();
        _direct.Dispose();
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
        _end.Dispose();
        _folder.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task Results_that_are_there_and_results_that_come_are_both_seen()
    {
        await WriteAsync("early", RunPhase.Succeeded).WaitAsync(TestContext.Current.CancellationToken);

        Follow();
        await SeesAsync("early", RunPhase.Succeeded);
        await WriteAsync("late", RunPhase.Running);

        await SeesAsync("late", RunPhase.Running);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_result_written_while_the_connection_was_cut_is_seen()
    {
        Follow();
        await WriteAsync("one", RunPhase.Succeeded).WaitAsync(TestContext.Current.CancellationToken);
        await SeesAsync("one", RunPhase.Succeeded);

        _proxy.Refuse();
        await WriteAsync("two", RunPhase.Failed);
        _proxy.Admit();

        await SeesAsync("two", RunPhase.Failed);
    }

    [Fact(Timeout = 60_000)]
    public async Task Results_of_other_tasks_and_other_config_maps_are_not_results()
    {
        await WriteAsync("stranger", RunPhase.Succeeded, task: "another");
        await _direct.CoreV1.CreateNamespacedConfigMapAsync(
            new V1ConfigMap
            {
                Metadata = new V1ObjectMeta
                {
                    Name = "broken",
                    Labels = new Dictionary<string, string> { [WellKnown.TaskLabel] = "node-tasker" },
                },
            },
            Namespace,
            cancellationToken: TestContext.Current.CancellationToken
        );
        await WriteAsync("ours", RunPhase.Succeeded);

        Follow();

        await SeesAsync("ours", RunPhase.Succeeded);
        Assert.Equal(["ours"], _seen.Keys);
    }

    private void Follow() =>
        _following = new ResultWatch(_proxied, Namespace, "node-tasker", TimeProvider.System).FollowAsync(
            record => _seen[record.Node] = record.Phase,
            _end.Token
        );

    private Task SeesAsync(string node, RunPhase phase) =>
        Eventually.IsTrueAsync(
            $"{node} is seen as {phase}",
            () => _seen.TryGetValue(node, out var seen) && seen == phase,
            cancellationToken: Cancellation
        );

    private Task WriteAsync(string node, RunPhase phase, string task = "node-tasker")
    {
        var result = ResultCodec.Encode(Outcomes.Record(node, phase) with { Task = task });
        return _direct.CoreV1.CreateNamespacedConfigMapAsync(
            new V1ConfigMap
            {
                Metadata = new V1ObjectMeta { Name = result.Name, Labels = new Dictionary<string, string>(result.Labels) },
                Data = new Dictionary<string, string>(result.Data),
            },
            Namespace,
            cancellationToken: Cancellation
        );
    }
}
