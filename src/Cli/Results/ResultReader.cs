using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using NodeTasker.Cli.Connecting;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Results;

/// <summary>Reads results with their bodies: in pages, and equal outputs are kept once, so that a big cluster fits into memory.</summary>
internal sealed class ResultReader(ClusterAccess cluster)
{
    // A result can hold half a megabyte.
    private const int PageSize = 50;

    /// <summary>The results of the task, of <paramref name="run"/> alone where it is not null.</summary>
    public async Task<IReadOnlyList<RunRecord>> ReadAllAsync(RunId? run, CancellationToken cancellationToken)
    {
        var selector =
            $"{WellKnown.TaskLabel}={KubernetesName.ToLabelValue(cluster.Task)},{WellKnown.ComponentLabel}={WellKnown.ResultComponent}";
        if (run is { } only)
            selector += $",{WellKnown.RunLabel}={KubernetesName.ToLabelValue(only.Value)}";

        var records = new List<RunRecord>();
        var outputs = new Dictionary<string, string>(StringComparer.Ordinal);
        string? next = null;
        do
        {
            var page = await cluster.Client.CoreV1.ListNamespacedConfigMapAsync(
                namespaceParameter: cluster.Namespace,
                labelSelector: selector,
                limit: PageSize,
                continueParameter: next,
                cancellationToken: cancellationToken
            );
            foreach (var configMap in page.Items)
            {
                // A node may write its own object alone: what another one says of a node is not that node's word.
                if (Decode(configMap) is { } record && configMap.Metadata.Name == ObjectNames.Result(cluster.Task, record.Node))
                    records.Add(record with { Output = Shared(record.Output) });
            }

            next = page.Metadata.ContinueProperty;
        } while (!string.IsNullOrEmpty(next));

        records.Sort((left, right) => NaturalOrder.Instance.Compare(left.Node, right.Node));
        return records;

        string? Shared(string? output)
        {
            if (output is null)
                return null;
            if (outputs.TryGetValue(output, out var known))
                return known;
            return outputs[output] = output;
        }
    }

    /// <summary>The result of <paramref name="node"/>; null when there is none, or none that can be read.</summary>
    public async Task<RunRecord?> ReadAsync(string node, CancellationToken cancellationToken)
    {
        try
        {
            return Decode(
                await cluster.Client.CoreV1.ReadNamespacedConfigMapAsync(
                    ObjectNames.Result(cluster.Task, node),
                    cluster.Namespace,
                    cancellationToken: cancellationToken
                )
            );
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>A ConfigMap as a result; null when it is none.</summary>
    public static RunRecord? Decode(V1ConfigMap configMap) =>
        ResultCodec.TryDecode(
            configMap.Data?.AsReadOnly() ?? Nothing,
            configMap.Metadata.Labels?.AsReadOnly() ?? Nothing,
            out var record,
            out _
        )
            ? record
            : null;

    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();
}
