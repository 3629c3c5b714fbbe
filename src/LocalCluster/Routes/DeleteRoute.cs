using System.Text.Json;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Schema;
using NodeTasker.LocalCluster.Storage;
using NodeTasker.LocalCluster.Tables;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>Delete and deletecollection.</summary>
internal sealed class DeleteRoute(Cluster cluster)
{
    private static readonly string[] Permanent = ["default", "kube-public", "kube-system"];
    private readonly ObjectRemoval _removal = new(cluster);

    public async Task DeleteAsync(ApiRequest request)
    {
        var writer = ObjectWriters.For(request, cluster.Time);
        var options = await DeleteOptions.ReadAsync(request);
        if (request.Kind == ResourceCatalog.Namespaces && Permanent.Contains(request.Name))
            throw ApiErrors.Forbidden(request.Kind, request.Name!, "this namespace may not be deleted");

        var (value, isGone) = _removal.Delete(request.Kind, request.Namespace, request.Name!, options)
            ?? throw ApiErrors.NotFound(request.Kind, request.Name!);
        if (!isGone)
        {
            await ApiResponse.WriteAsync(request.Http, 200, writer.Write(value));
            return;
        }

        var details = ApiErrors.Details(request.Kind, request.Name!);
        details["uid"] = value.Uid;
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = details,
        };
        await ApiResponse.WriteAsync(request.Http, 200, status);
    }

    public async Task DeleteCollectionAsync(ApiRequest request)
    {
        var writer = ObjectWriters.For(request, cluster.Time);
        var list = ListOptions.Parse(request, isWatch: false);
        var options = await DeleteOptions.ReadAsync(request);

        var snapshot = cluster.Store.Snapshot(request.Kind);
        var found = snapshot.Objects.Values.Where(list.Filter.Matches).ToList();
        foreach (var value in found)
            _removal.Delete(request.Kind, value.Namespace, value.Name, options);

        await ApiResponse.WriteAsync(request.Http, 200, writer.WriteList(found, cluster.Store.Version, null, null));
    }
}
