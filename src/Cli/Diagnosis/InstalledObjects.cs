using System.Net;
using System.Text.Json.Nodes;
using k8s.Autorest;
using NodeTasker.Cli.Connecting;

namespace NodeTasker.Cli.Diagnosis;

/// <summary>Reads the objects of an install.</summary>
internal sealed class InstalledObjects(ClusterAccess cluster)
{
    /// <summary>The manifest's names.</summary>
    public const string Controller = "node-tasker-controller";

    /// <summary>Of the DaemonSet.</summary>
    public const string Agent = "node-tasker-agent";

    /// <summary>Why an object can't be seen by this operator.</summary>
    public const string MayNotLook = "you may not look";

    /// <summary>An object, or why there is none to be seen: <c>not there</c>, or that one may not look.</summary>
    public async Task<(JsonObject? Object, string? Why)> TryGetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await RawApi.GetAsync(cluster.Client, path, cancellationToken), null);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode is HttpStatusCode.NotFound)
        {
            return (null, "not there");
        }
        catch (HttpOperationException e) when (e.Response.StatusCode is HttpStatusCode.Forbidden)
        {
            return (null, MayNotLook);
        }
    }

    /// <summary>Below the namespace.</summary>
    public Task<(JsonObject? Object, string? Why)> TryGetInNamespaceAsync(string api, string path, CancellationToken cancellationToken) =>
        TryGetAsync($"{api}/namespaces/{cluster.Namespace}/{path}", cancellationToken);

    /// <summary>The nodes that the DaemonSet is for; null where it can't be seen.</summary>
    public async Task<PodPlacement?> PodPlacementAsync(CancellationToken cancellationToken)
    {
        var (daemonSet, _) = await TryGetInNamespaceAsync("apis/apps/v1", $"daemonsets/{Agent}", cancellationToken);
        return daemonSet is null ? null : new PodPlacement(daemonSet["spec"]?["template"]?["spec"]);
    }

    /// <summary>The pods of a component, <c>agent</c> or <c>controller</c>; null where they can't be seen.</summary>
    public async Task<IReadOnlyList<InstalledPod>?> PodsAsync(string component, CancellationToken cancellationToken)
    {
        var pods = new List<InstalledPod>();
        try
        {
            // Whole pods: neither their metadata nor their table has the image. But not all of a large cluster's at once.
            var path =
                $"api/v1/namespaces/{cluster.Namespace}/pods?labelSelector=app.kubernetes.io/name%3Dnode-tasker,app.kubernetes.io/component%3D{component}";
            await foreach (var pod in RawApi.ListAsync(cluster.Client, path, metadataOnly: false, cancellationToken))
                pods.Add(InstalledPod.Of(pod));
        }
        catch (HttpOperationException e) when (e.Response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            // One may not look, or the API server has no pods at all, as that of `demo`.
            return null;
        }

        return pods;
    }
}

/// <summary>A pod of the agent or the controller.</summary>
/// <param name="Node">Where it is.</param>
/// <param name="Version">Its image's tag.</param>
/// <param name="IsReady">Whether it says that it is ready.</param>
/// <param name="Trouble">What its container waits for; null when it runs.</param>
internal sealed record InstalledPod(string Node, string Version, bool IsReady, string? Trouble)
{
    /// <summary>Reads a pod.</summary>
    public static InstalledPod Of(JsonNode pod)
    {
        var image = (string?)pod["spec"]?["containers"]?[0]?["image"] ?? "";
        var tag = image[(image.LastIndexOf('/') + 1)..].Split('@')[0].Split(':');
        var ready = (pod["status"]?["conditions"]?.AsArray() ?? []).Any(condition =>
            (string?)condition!["type"] == "Ready" && (string?)condition["status"] == "True"
        );
        var waiting = pod["status"]
            ?["containerStatuses"]?.AsArray()
            .Select(container => (string?)container!["state"]?["waiting"]?["reason"])
            .FirstOrDefault(reason => reason is not null);
        return new InstalledPod((string?)pod["spec"]?["nodeName"] ?? "", tag is [_, var version] ? version : "latest", ready, waiting);
    }
}
