using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using NodeTasker.Cli.Connecting;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Tasks;

/// <summary>Reads and writes the task; every write names the version that it was made from, so that nobody's change is lost unseen.</summary>
internal sealed class TaskStore(ClusterAccess cluster)
{
    // Another name than that of who sets the content: when the content was set stays readable in the managed fields.
    private const string SteeringFieldManager = $"{WellKnown.CliFieldManager}-steering";

    private static readonly string[] Steering = [WellKnown.CancelAnnotation, WellKnown.PausedAnnotation, WellKnown.RerunAnnotation];

    /// <summary>The task as it is now.</summary>
    public async Task<StoredTask> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return StoredTask.Of(
                cluster.Task,
                await cluster.Client.CoreV1.ReadNamespacedConfigMapAsync(
                    cluster.Task,
                    cluster.Namespace,
                    cancellationToken: cancellationToken
                )
            );
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return StoredTask.Of(cluster.Task, null);
        }
    }

    /// <summary>Sets a new content in place of <paramref name="before"/>; false when somebody else has written in between.</summary>
    public async Task<bool> TrySetAsync(StoredTask before, TaskContent content, string? setBy, CancellationToken cancellationToken)
    {
        var task = Compose(cluster.Task, cluster.Namespace, before.Object, content, setBy);
        try
        {
            _ = before.Object is null
                ? await cluster.Client.CoreV1.CreateNamespacedConfigMapAsync(
                    task,
                    cluster.Namespace,
                    fieldManager: WellKnown.CliFieldManager,
                    cancellationToken: cancellationToken
                )
                : await cluster.Client.CoreV1.ReplaceNamespacedConfigMapAsync(
                    task,
                    cluster.Task,
                    cluster.Namespace,
                    fieldManager: WellKnown.CliFieldManager,
                    cancellationToken: cancellationToken
                );
            return true;
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.Conflict)
        {
            return false;
        }
    }

    /// <summary>Empties the task, so that there is nothing to do; false when somebody else has written in between.</summary>
    public Task<bool> TryClearAsync(StoredTask before, CancellationToken cancellationToken) =>
        TrySetAsync(before, TaskContent.Empty, setBy: null, cancellationToken);

    /// <summary>Sets annotations (null removes one) and keys of the data; false when somebody else has written since <paramref name="before"/>.</summary>
    public async Task<bool> TrySteerAsync(
        StoredTask before,
        IReadOnlyDictionary<string, string?> annotations,
        IReadOnlyDictionary<string, string?>? data,
        CancellationToken cancellationToken
    )
    {
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["resourceVersion"] = before.Object!.Metadata.ResourceVersion,
                ["annotations"] = ObjectOf(annotations),
            },
        };
        if (data is not null)
            patch["data"] = ObjectOf(data);
        try
        {
            await cluster.Client.CoreV1.PatchNamespacedConfigMapAsync(
                new V1Patch(patch.ToJsonString(), V1Patch.PatchType.MergePatch),
                cluster.Task,
                cluster.Namespace,
                fieldManager: data is null ? SteeringFieldManager : WellKnown.CliFieldManager,
                cancellationToken: cancellationToken
            );
            return true;
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.Conflict)
        {
            return false;
        }
    }

    /// <summary>The ConfigMap that is going to be sent.</summary>
    public static V1ConfigMap Compose(string name, string ns, V1ConfigMap? before, TaskContent content, string? setBy)
    {
        var annotations = new Dictionary<string, string>(before?.Metadata.Annotations ?? new Dictionary<string, string>());
        foreach (var annotation in Steering)
            annotations.Remove(annotation);
        annotations.Remove(WellKnown.SetByAnnotation);
        if (setBy is not null)
            annotations[WellKnown.SetByAnnotation] = setBy;

        return new V1ConfigMap
        {
            ApiVersion = "v1",
            Kind = "ConfigMap",
            Metadata = new V1ObjectMeta
            {
                Name = name,
                NamespaceProperty = ns,
                ResourceVersion = before?.Metadata.ResourceVersion,
                Labels = before is null
                    ? new Dictionary<string, string> { [WellKnown.AppNameLabel] = WellKnown.AppName }
                    : before.Metadata.Labels,
                OwnerReferences = before?.Metadata.OwnerReferences,
                Finalizers = before?.Metadata.Finalizers,
                Annotations = annotations.Count > 0 ? annotations : null,
            },
            Data = new Dictionary<string, string>(content.Data),
            BinaryData = content.BinaryData.Count > 0 ? new Dictionary<string, byte[]>(content.BinaryData) : null,
        };
    }

    private static JsonObject ObjectOf(IReadOnlyDictionary<string, string?> members) =>
        new(members.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)member.Value)));
}
