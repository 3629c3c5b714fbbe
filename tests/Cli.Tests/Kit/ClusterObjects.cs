using System.Text.Json.Nodes;
using NodeTasker.Cli.Connecting;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Tests.Kit;

/// <summary>What agents and the controller would have written, where a test says itself what that is.</summary>
internal static class ClusterObjects
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The cluster as a verb has it.</summary>
    public static Cli.Connecting.ClusterAccess Connect(this CliCluster cluster) =>
        Cli.Connecting.ClusterAccess.Connect(
            new ConnectionOptions(cluster.Kubeconfig, null, WellKnown.DefaultNamespace, WellKnown.DefaultTask)
        );

    /// <summary>A result of <c>worker-1</c> or another node.</summary>
    public static RunRecord Result(string node, string run, RunPhase phase, string? output = null) =>
        new()
        {
            Task = WellKnown.DefaultTask,
            Node = node,
            Run = new RunId(run),
            Phase = phase,
            Attempt = 1,
            Output = output,
            OutputBytes = output?.Length ?? 0,
        };

    /// <summary>Writes a result, under its node's name or another.</summary>
    public static Task ReportAsync(this CliCluster cluster, RunRecord record, string? name = null)
    {
        var document = ResultCodec.Encode(record);
        return cluster.ApplyAsync(name ?? document.Name, document.Labels, document.Annotations, document.Data);
    }

    /// <summary>Writes the controller's summary.</summary>
    public static Task SummarizeAsync(this CliCluster cluster, string run, RolloutStatus status, params NodeProgress[] nodes)
    {
        var summary = new RolloutSummary(new RunId(run), status, MessageOf(status), nodes, PhaseCounts.Of(nodes));
        var document = SummaryCodec.Encode(WellKnown.DefaultTask, summary, DateTimeOffset.UnixEpoch);
        return cluster.ApplyAsync(
            ObjectNames.Summary(WellKnown.DefaultTask),
            document.Labels,
            new Dictionary<string, string>(),
            document.Data
        );
    }

    private static string? MessageOf(RolloutStatus status) =>
        status switch
        {
            RolloutStatus.Halted => "too many",
            RolloutStatus.Paused => "No further node starts until it is resumed.",
            _ => null,
        };

    private static Task ApplyAsync(
        this CliCluster cluster,
        string name,
        IReadOnlyDictionary<string, string> labels,
        IReadOnlyDictionary<string, string> annotations,
        IReadOnlyDictionary<string, string> data
    ) =>
        cluster.Api.ApplyAsync(
            $"{CliCluster.ConfigMaps}/{name}",
            new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "ConfigMap",
                ["metadata"] = new JsonObject
                {
                    ["name"] = name,
                    ["labels"] = ObjectOf(labels),
                    ["annotations"] = ObjectOf(annotations),
                },
                ["data"] = ObjectOf(data),
            },
            "test",
            Cancellation
        );

    private static JsonObject ObjectOf(IReadOnlyDictionary<string, string> members) =>
        new(members.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)member.Value)));
}
