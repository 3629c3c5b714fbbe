using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Objects;
using NodeTasker.LocalCluster.Storage;
using NodeTasker.TaskModel;

namespace NodeTasker.LocalCluster.Tests.Storage;

/// <summary>The store alone.</summary>
public sealed class ObjectStoreTests
{
    private static readonly ObjectFilter Everything = new(ResourceKind.ConfigMaps, "", Name: null, LabelSelector.Everything, []);

    [Fact(Timeout = 60_000)]
    public async Task A_watcher_that_does_not_read_is_cut_off()
    {
        var store = new ObjectStore(eventHistory: 10, firstVersion: 1);
        using var slow = store.Watch(Everything, after: null);
        using var other = store.Watch(Everything with { Namespace = "elsewhere" }, after: null);

        for (var index = 0; index < 5000; index++)
            Assert.NotNull(store.TryCreate(ResourceKind.ConfigMaps, ConfigMap($"a{index}")));

        var seen = await slow.Events.ReadAllAsync(TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken);
        Assert.InRange(seen, 1, 4999);
        Assert.False(other.Events.Completion.IsCompleted);
    }

    [Fact]
    public void Of_two_writes_from_the_same_version_one_wins()
    {
        var store = new ObjectStore(eventHistory: 10, firstVersion: 1);
        var created = store.TryCreate(ResourceKind.ConfigMaps, ConfigMap("a"))!;

        var first = store.TryReplace(created, ConfigMap("a"));
        var second = store.TryReplace(created, ConfigMap("a"));
        var deleted = store.TryDelete(created);

        Assert.NotNull(first);
        Assert.Null(second);
        Assert.Null(deleted);
    }

    [Fact]
    public void The_past_can_be_listed_as_far_as_the_history_goes()
    {
        var store = new ObjectStore(eventHistory: 3, firstVersion: 1);
        var first = store.TryCreate(ResourceKind.ConfigMaps, ConfigMap("a"))!;
        store.TryCreate(ResourceKind.ConfigMaps, ConfigMap("b"));
        var then = store.Version;
        store.TryDelete(first);
        store.TryCreate(ResourceKind.ConfigMaps, ConfigMap("c"));

        Assert.Equal(["ns/a", "ns/b"], store.SnapshotAt(ResourceKind.ConfigMaps, then)!.Objects.Keys);
        Assert.Equal(["ns/b", "ns/c"], store.Snapshot(ResourceKind.ConfigMaps).Objects.Keys);
        Assert.Null(store.SnapshotAt(ResourceKind.ConfigMaps, 1));
    }

    private static JsonObject ConfigMap(string name) =>
        new()
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "ns" },
        };
}
