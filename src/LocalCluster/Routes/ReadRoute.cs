using Microsoft.AspNetCore.Http;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Storage;
using NodeTasker.LocalCluster.Tables;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>Get and list.</summary>
internal sealed class ReadRoute(Cluster cluster)
{
    public async Task GetAsync(ApiRequest request)
    {
        var writer = new ObjectWriter(request, cluster.Time);
        var found = cluster.Store.Find(request.Kind, request.Namespace, request.Name!)
            ?? throw ApiException.NotFound(request.Kind, request.Name!);

        await ApiResponse.WriteAsync(request.Http, StatusCodes.Status200OK, writer.Write(found));
    }

    public async Task ListAsync(ApiRequest request)
    {
        var writer = new ObjectWriter(request, cluster.Time);
        var options = ListOptions.Parse(request, isWatch: false);
        var limit = request.Number("limit") ?? 0;
        var token = request["continue"] is { Length: > 0 } text ? ContinueToken.Parse(text) : null;

        var snapshot = SnapshotFor(request, options, token);
        var found = snapshot
            .Objects.Values.Where(value => token is null || string.CompareOrdinal(value.Key, token.After) > 0)
            .Where(options.Filter.Matches)
            .ToList();
        if (limit <= 0 || found.Count <= limit)
        {
            await ApiResponse.WriteAsync(request.Http, StatusCodes.Status200OK, writer.WriteList(found, snapshot.ResourceVersion));
            return;
        }

        var page = found[..(int)limit];
        var next = new ContinueToken(snapshot.ResourceVersion, page[^1].Key).ToString();
        var remaining = options.Filter.IsSelective ? (long?)null : found.Count - limit;
        await ApiResponse.WriteAsync(
            request.Http,
            StatusCodes.Status200OK,
            writer.WriteList(page, snapshot.ResourceVersion, next, remaining)
        );
    }

    private StoreSnapshot SnapshotFor(ApiRequest request, ListOptions options, ContinueToken? token)
    {
        if (token is not null)
        {
            return cluster.Store.SnapshotAt(request.Kind, token.ResourceVersion)
                ?? throw ApiException.Expired(
                    "The provided continue parameter is too old to display a consistent list result. "
                        + "You must start a new list without the continue parameter."
                );
        }

        options.CheckReached(cluster.Store.Version);
        return options.Match != "Exact"
            ? cluster.Store.Snapshot(request.Kind)
            : cluster.Store.SnapshotAt(request.Kind, options.ResourceVersion!.Value)
                ?? throw ApiException.Expired("The resourceVersion for the provided list is too old.");
    }
}
