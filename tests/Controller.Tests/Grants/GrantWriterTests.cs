using System.Globalization;
using k8s;
using NodeTasker.Cluster;
using NodeTasker.Controller.Grants;
using NodeTasker.Controller.Tests.Fakes;
using NodeTasker.Controller.Watching;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.Controller.Tests.Grants;

/// <summary>Leases over a real API that takes its time: what is wished may be another by the time that one is written.</summary>
public sealed class GrantWriterTests
{
    private const int Nodes = 40;
    private const int AtATime = 16;
    private static readonly RunId Run = new("aaaaaaaaaaaa");
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task What_was_taken_back_while_many_grants_are_being_written_is_not_written_any_more()
    {
        await using var scene = await Scene.StartAsync();
        scene.Put(Granted(Nodes));
        await scene.IsHeldAsync(AtATime);

        scene.Put(Granted(0));
        scene.Held.Let(Nodes);

        await Eventually.IsTrueAsync(
            "what was under way is written and taken back",
            () => scene.Held.Deletions >= AtATime,
            cancellationToken: TestContext.Current.CancellationToken
        );
        await scene.HasLeasesAsync(0);
        Assert.Equal(AtATime, scene.Held.Creations);
        Assert.Equal(AtATime, scene.Held.Deletions);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_still_granted_is_written_though_others_were_taken_back_meanwhile()
    {
        await using var scene = await Scene.StartAsync().WaitAsync(TestContext.Current.CancellationToken);
        scene.Put(Granted(Nodes));
        await scene.IsHeldAsync(AtATime);

        scene.Put(Granted(20));
        scene.Held.Let(Nodes);

        await scene.HasLeasesAsync(20);
        Assert.Equal(20, scene.Held.Creations);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_node_that_is_not_selected_any_more_gets_no_grant_that_was_about_to_be_written()
    {
        await using var scene = await Scene.StartAsync().WaitAsync(TestContext.Current.CancellationToken);
        scene.Put(Granted(Nodes));
        await scene.IsHeldAsync(AtATime);

        scene.Put(Granted(Nodes) with { Selected = Selected(AtATime) });
        scene.Held.Let(Nodes);

        await scene.HasLeasesAsync(AtATime);
        Assert.Equal(AtATime, scene.Held.Creations);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_replica_whose_time_as_the_active_one_may_be_over_gives_nothing_and_still_takes_back()
    {
        await using var scene = await Scene.StartAsync().WaitAsync(TestContext.Current.CancellationToken);
        scene.Held.Let(Nodes);
        scene.Put(Granted(2));
        await scene.HasLeasesAsync(2);

        scene.Leads = false;
        scene.Put(Granted(5) with { Selected = Selected(5).Where(node => node.Key != NameOf(1)).ToDictionary() });
        await scene.HasLeasesAsync(1);
        Assert.Equal(2, scene.Held.Creations);
        scene.Leads = true;

        await scene.HasLeasesAsync(4);
    }

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"n-{number:00}");

    private static Dictionary<string, NodeFacts> Selected(int count) =>
        Enumerable
            .Range(1, count)
            .ToDictionary(NameOf, number => new NodeFacts(
                NameOf(number),
                $"uid-{number}",
                new Dictionary<string, string>(),
                NodeReadiness.Ready,
                null,
                Now
            ));

    /// <summary>All nodes are selected, the first of them granted, the others' grants taken back.</summary>
    private static DesiredGrants Granted(int count) =>
        new(
            "node-tasker",
            new GrantLedger(
                Enumerable.Range(1, Nodes).ToDictionary(NameOf, number => new Grant(Run, Now, IsRevoked: number > count)),
                null
            ),
            Selected(Nodes)
        );

    private sealed class Scene : IAsyncDisposable
    {
        private readonly TempDir _folder = new();
        private readonly CancellationTokenSource _stop = new();
        private readonly ApiServer _server;
        private readonly ApiClient _client;
        private readonly Informer<GrantLease> _leases;
        private readonly GrantWriter _writer;

        private Scene(ApiServer server)
        {
            _server = server;
            _client = new NodeTasker.Cluster.ApiClient(ClientConfiguration.FromFile(server.WriteKubeconfig(_folder["kubeconfig"])), Held);
            var log = new RecordingLog<GrantWriterTests>();
            _leases = new(
                new Reflector<GrantLease>(
                    TaskEndpoints.Grants(_client, "default", "node-tasker"),
                    new ApiConnection(),
                    TimeProvider.System,
                    log
                )
            );
            _writer = new GrantWriter(_client, "default", _leases, () => Leads, TimeProvider.System, log);
        }

        public HeldLeases Held { get; } = new();

        public bool Leads { get; set; } = true;

        public static async Task<Scene> StartAsync()
        {
            var scene = new Scene(await ApiServer.StartAsync(ServerKind.LocalCluster, cancellationToken: Cancellation));
            _ = scene._leases.RunAsync(scene._stop.Token);
            await Eventually.IsTrueAsync("the Leases are read", () => scene._leases.Items is not null, cancellationToken: Cancellation);
            _ = scene._writer.RunAsync(scene._stop.Token);
            return scene;
        }

        public void Put(DesiredGrants desired) => _writer.Put(desired);

        public Task IsHeldAsync(int creations) =>
            Eventually.IsTrueAsync($"{creations} are being written", () => Held.Creations == creations, cancellationToken: Cancellation);

        public Task HasLeasesAsync(int count) =>
            Eventually.BecomesAsync(
                $"there are {count} Leases",
                async cancel => (await _client.CoordinationV1.ListNamespacedLeaseAsync("default", cancellationToken: cancel)).Items.Count,
                there => there == count,
                cancellationToken: Cancellation
            );

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            _client.Dispose();
            await _server.DisposeAsync();
            _stop.Dispose();
            _folder.Dispose();
        }
    }
}
