using System.Text.Json.Nodes;
using k8s;
using NodeTasker.Cluster;
using NodeTasker.Controller.Grants;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.Controller.Tests.Grants;

/// <summary>The ledger over a real API: two controllers can't write the same version.</summary>
public sealed class LedgerStoreTests
{
    private static readonly RunId Run = new("aaaaaaaaaaaa");
    private static readonly Dictionary<string, RunId> NoLeases = [];
    private static readonly Dictionary<string, ResultFacts> NoResults = [];
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<ServerKind> EveryServer => new(ServerKind.LocalCluster, ServerKind.Envtest);

    [Theory(Timeout = 60_000), MemberData(nameof(EveryServer))]
    public async Task Of_two_controllers_with_the_same_view_one_is_refused_and_sees_the_others_grants_when_it_reads_again(ServerKind kind)
    {
        await using var api = await StartAsync(kind);
        var (first, second) = (api.NewStore(), api.NewStore());
        await first.ReadAsync(TestContext.Current.CancellationToken);
        await second.ReadAsync(TestContext.Current.CancellationToken);

        Assert.True(await first.TrySaveAsync(Granted("n1"), TestContext.Current.CancellationToken));
        Assert.False(await second.TrySaveAsync(Granted("n2"), TestContext.Current.CancellationToken));
        await second.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Granted("n1"), second.Current);
        Assert.True(await second.TrySaveAsync(Granted("n1", "n2"), TestContext.Current.CancellationToken));
        Assert.False(await first.TrySaveAsync(Granted("n1", "n3"), TestContext.Current.CancellationToken));
        await first.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Granted("n1", "n2"), first.Current);
    }

    [Theory(Timeout = 60_000), MemberData(nameof(EveryServer))]
    public async Task A_ledger_that_never_was_is_not_made_and_one_that_is_no_longer_needed_goes_after_a_while(ServerKind kind)
    {
        await using var api = await StartAsync(kind);
        var store = api.NewStore();
        await store.ReadAsync(TestContext.Current.CancellationToken);

        Assert.True(
            await store.TrySaveAsync(new GrantLedger(new Dictionary<string, Grant>(), null), TestContext.Current.CancellationToken)
        );
        Assert.Null(await api.LedgerAsync());
        Assert.True(await store.TrySaveAsync(Granted("n1"), TestContext.Current.CancellationToken));
        Assert.True(await store.TryCloseAsync(NoLeases, NoResults, Now, TestContext.Current.CancellationToken));
        Assert.StartsWith("revoked ", (string?)(await api.LedgerAsync())!["data"]!["n1"], StringComparison.Ordinal);
        Assert.True(await store.TryCloseAsync(NoLeases, NoResults, Now.AddSeconds(91), TestContext.Current.CancellationToken));

        Assert.Null(await api.LedgerAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_soak_alone_is_worth_a_ledger_for_it_counts_from_when_it_was_seen()
    {
        await using var api = await StartAsync(ServerKind.LocalCluster);
        var store = api.NewStore();
        await store.ReadAsync(TestContext.Current.CancellationToken);
        var soaking = GrantLedger.Empty with { Soak = new SoakMark(Run, 1, Now) };

        Assert.True(await store.TrySaveAsync(soaking, TestContext.Current.CancellationToken));
        var next = api.NewStore();
        await next.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(soaking, next.Current);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_ledger_that_can_not_be_read_is_an_error_that_names_it_and_never_an_empty_one()
    {
        await using var api = await StartAsync(ServerKind.LocalCluster);
        await api.PutAsync(new JsonObject { ["n1"] = "yes please" });

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => api.NewStore().ReadAsync(TestContext.Current.CancellationToken));

        Assert.Contains("node-tasker-grants", error.Message, StringComparison.Ordinal);
        Assert.Contains("'n1'", error.Message, StringComparison.Ordinal);
    }

    private static async Task<LedgerApi> StartAsync(ServerKind kind)
    {
        var why = ApiServer.WhyUnavailable(kind);
        Assert.SkipWhen(why is not null, why ?? "");
        return new LedgerApi(await ApiServer.StartAsync(kind, cancellationToken: Cancellation));
    }

    private static GrantLedger Granted(params string[] nodes) => new(nodes.ToDictionary(node => node, _ => new Grant(Run, Now)), null);

    private sealed class LedgerApi(ApiServer server) : IAsyncDisposable
    {
        private const string ConfigMaps = "api/v1/namespaces/default/configmaps";
        private readonly TempDir _folder = new();
        private readonly KubeApi _api = new(server);
        private readonly List<Kubernetes> _clients = [];

        public LedgerStore NewStore()
        {
            var client = new NodeTasker.Cluster.ApiClient(ClientConfiguration.FromFile(server.WriteKubeconfig(_folder["kubeconfig"])));
            _clients.Add(client);
            return new LedgerStore(client, "default", "node-tasker");
        }

        public Task<JsonObject?> LedgerAsync() => _api.GetAsync($"{ConfigMaps}/node-tasker-grants", Cancellation);

        public Task PutAsync(JsonObject data) =>
            _api.PostAsync(
                ConfigMaps,
                new JsonObject
                {
                    ["metadata"] = new JsonObject { ["name"] = "node-tasker-grants" },
                    ["data"] = data,
                },
                Cancellation
            );

        public async ValueTask DisposeAsync()
        {
            foreach (var client in _clients)
                client.Dispose();
            _api.Dispose();
            await server.DisposeAsync();
            _folder.Dispose();
        }
    }
}
