using Microsoft.AspNetCore.Http;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Objects;
using NodeTasker.LocalCluster.Tables;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>Delete and deletecollection.</summary>
internal sealed class DeleteRoute(Cluster cluster)
{
    private readonly ObjectRemoval _removal = new(cluster);

    public async Task DeleteAsync(ApiRequest request)
    {
        var writer = new ObjectWriter(request, cluster.Time);
        var options = await DeleteOptions.ReadAsync(request);
        if (request.Kind == ResourceKind.Namespaces && request.Name is "default" or "kube-public" or "kube-system")
            throw ApiException.Forbidden(request.Kind, request.Name, "this namespace may not be deleted");

        var (value, isGone) = _removal.Delete(request.Kind, request.Namespace, request.Name!, options)
            ?? throw ApiException.NotFound(request.Kind, request.Name!);
        if (!isGone)
        {
            await ApiResponse.WriteAsync(request.Http, StatusCodes.Status200OK, writer.Write(value));
            return;
        }

        var details = ApiException.Details(request.Kind, value.Name);
        details["uid"] = value.Uid;
        await ApiResponse.WriteAsync(request.Http, StatusCodes.Status200OK, ApiException.Status("Success", details));
    }

    public async Task DeleteCollectionAsync(ApiRequest request)
    {
        var writer = new ObjectWriter(request, cluster.Time);
        var list = ListOptions.Parse(request, isWatch: false);
        var options = await DeleteOptions.ReadAsync(request);

        var found = cluster.Store.Snapshot(request.Kind).Objects.Values.Where(list.Filter.Matches).ToList();
        foreach (var value in found)
            _removal.Delete(request.Kind, value.Namespace, value.Name, options);

        await ApiResponse.WriteAsync(request.Http, StatusCodes.Status200OK, writer.WriteList(found, cluster.Store.Version));
    }
}
