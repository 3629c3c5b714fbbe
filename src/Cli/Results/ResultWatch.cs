using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using NodeTasker.Cluster;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Results;

/// <summary>Follows the results of a task: what is there, then each change.</summary>
internal sealed class ResultWatch(ApiClient client, string ns, string task, TimeProvider time)
{
    /// <summary>Calls <paramref name="onResult"/> for each result and each change of one, until cancelled.</summary>
    public async Task FollowAsync(Action<RunRecord> onResult, CancellationToken cancellationToken)
    {
        var endpoint = new Endpoint<V1ConfigMap, RunRecord?>(client, ApiResources.ConfigMaps, ns, ResultReader.Decode)
        {
            Description = $"the results of {ns}/{task}",
            LabelSelector = $"{WellKnown.TaskLabel}={task}",
        };
        var results = new Reflector<RunRecord?>(endpoint, new ApiConnection(), time, NullLogger.Instance);
        await foreach (var change in results.ReadAsync(cancellationToken))
        {
            IEnumerable<RunRecord?> records = change switch
            {
                Change<RunRecord?>.Listed listed => listed.Items.Values,
                Change<RunRecord?>.Changed changed => [changed.Item],
                _ => [],
            };
            foreach (var record in records)
            {
                if (record is not null)
                    onResult(record);
            }
        }
    }
}
