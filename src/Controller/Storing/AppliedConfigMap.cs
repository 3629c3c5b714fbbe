using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using NodeTasker.Cluster;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Storing;

/// <summary>A ConfigMap that is the controller's own: applied by force, so that whatever somebody else has written there gives way. For one caller at a time.</summary>
internal sealed class AppliedConfigMap(IKubernetes client, string ns, string name)
{
    private volatile Written? _last;

    /// <summary>Somebody else may have changed it: the next write is done though it is the same as the last.</summary>
    public void Forget() => _last = null;

    /// <summary>What it holds; null when there is none.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var there = await client.CoreV1.ReadNamespacedConfigMapAsync(name, ns, cancellationToken: cancellationToken);
            return there.Data?.AsReadOnly() ?? (IReadOnlyDictionary<string, string>)new Dictionary<string, string>();
        }
        catch (Exception e) when (ApiFailure.CodeOf(e) == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Applies <paramref name="content"/>, or deletes the ConfigMap where that is null, unless that was done last; returns whether it was done.</summary>
    public async Task<bool> WriteAsync(TaskObject? content, CancellationToken cancellationToken)
    {
        if (_last is { } last && IsSame(last.Content, content))
            return false;
        _last = null;
        if (content is null)
            await DeleteAsync(cancellationToken);
        else
            await ApplyAsync(content, cancellationToken);
        _last = new(content);
        return true;
    }

    private async Task ApplyAsync(TaskObject content, CancellationToken cancellationToken)
    {
        var body = new V1ConfigMap
        {
            ApiVersion = V1ConfigMap.KubeApiVersion,
            Kind = V1ConfigMap.KubeKind,
            Metadata = new V1ObjectMeta
            {
                Name = name,
                NamespaceProperty = ns,
                Labels = new Dictionary<string, string>(content.Labels),
            },
            Data = new Dictionary<string, string>(content.Data),
        };
        var applied = await PatchAsync(ApplyPatch.Of(body), force: true, cancellationToken);
        // Keys that others have added stay theirs in an apply.
        var foreign = applied.Data?.Keys.Where(key => !content.Data.ContainsKey(key)).ToList() ?? [];
        if (foreign.Count == 0)
            return;
        var removal = new JsonObject { ["data"] = new JsonObject(foreign.Select(key => KeyValuePair.Create(key, (JsonNode?)null))) };
        await PatchAsync(new V1Patch(removal.ToJsonString(), V1Patch.PatchType.MergePatch), force: null, cancellationToken);
    }

    private Task<V1ConfigMap> PatchAsync(V1Patch patch, bool? force, CancellationToken cancellationToken) =>
        client.CoreV1.PatchNamespacedConfigMapAsync(
            patch,
            name,
            ns,
            fieldManager: WellKnown.ControllerFieldManager,
            force: force,
            cancellationToken: cancellationToken
        );

    private async Task DeleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.CoreV1.DeleteNamespacedConfigMapAsync(name, ns, cancellationToken: cancellationToken);
        }
        catch (Exception e) when (ApiFailure.CodeOf(e) == HttpStatusCode.NotFound)
        {
            // As it should be.
        }
    }

    private static bool IsSame(TaskObject? one, TaskObject? other) =>
        one is null || other is null
            ? one == other
            : one.Data.Count == other.Data.Count
                && one.Data.All(entry => other.Data.TryGetValue(entry.Key, out var value) && value == entry.Value);

    private sealed record Written(TaskObject? Content);
}
