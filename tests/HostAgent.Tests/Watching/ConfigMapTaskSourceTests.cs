using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using NodeTasker.Cluster;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.HostAgent.Watching;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Watching;

public sealed class ConfigMapTaskSourceTests
{
    [Fact(Timeout = 60_000)]
    public async Task A_ConfigMap_is_read_with_its_files_and_annotations()
    {
        var snapshot = await FirstAsync(
                new V1ConfigMap
                {
                    Metadata = new V1ObjectMeta
                    {
                        ResourceVersion = "5",
                        Annotations = new Dictionary<string, string> { [WellKnown.CancelAnnotation] = "0123456789ab" },
                    },
                    Data = new Dictionary<string, string> { ["task"] = Wish.Script },
                    BinaryData = new Dictionary<string, byte[]> { ["file.x"] = [0, 255] },
                }
            )
            .WaitAsync(TestContext.Current.CancellationToken);

        var spec = Assert.IsType<ParsedTask.Valid>(snapshot.Task).Spec;
        Assert.Equal(
            (Wish.Task, Wish.Script, "0123456789ab", "5"),
            (spec.Name, spec.Script, spec.Cancelled?.Value, snapshot.ResourceVersion)
        );
        Assert.Equal([0, 255], spec.Files["x"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_ConfigMap_with_nothing_in_it_is_an_empty_task() =>
        Assert.IsType<ParsedTask.Empty>((await FirstAsync(new V1ConfigMap()).WaitAsync(TestContext.Current.CancellationToken)).Task);

    [Fact(Timeout = 60_000)]
    public async Task A_ConfigMap_that_is_not_there_is_no_task() =>
        Assert.Equal(Wish.Gone, await FirstAsync(null).WaitAsync(TestContext.Current.CancellationToken));

    private static async Task<TaskSnapshot> FirstAsync(V1ConfigMap? item)
    {
        var endpoint = new FakeEndpoint();
        endpoint.Lists(item, "7");
        var watch = new Reflector<V1ConfigMap>(endpoint, new ApiConnection(), new FakeTimeProvider(), NullLogger.Instance);

        await foreach (var snapshot in new ConfigMapTaskSource(Wish.Task, watch).ReadAsync(TestContext.Current.CancellationToken))
            return snapshot;
        throw new InvalidOperationException("It ended.");
    }
}
