using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Storage;
using NodeTasker.LocalCluster.Tables;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>Get and list.</summary>
internal sealed class ReadRoute(Cluster cluster)
{
    public async Task GetAsync(ApiRequest request)
    {
        var writer = ObjectWriters.For(request, cluster.Time);
        var found = cluster.Store.Find(request.Kind, request.Namespace, request.Name!)
            ?? throw ApiErrors.NotFound(request.Kind, request.Name!);

        await ApiResponse.WriteAsync(request.Http, 200, writer.Write(found));
    }

    public async Task ListAsync(ApiRequest request)
    {
        var writer = ObjectWriters.For(request, cluster.Time);
        var options = ListOptions.Parse(request, isWatch: false);
        var limit = request.Query.Number("limit") ?? 0;
        var token = request.Query["continue"] is { Length: > 0 } text ? ContinueToken.Parse(text) : null;

        var snapshot = SnapshotFor(request, options, token);
        var found = snapshot
            .Objects.Values.Where(value => token is null || string.CompareOrdinal(value.Key, token.After) > 0)
            .Where(options.Filter.Matches);
        var page = limit > 0 ? found.Take((int)Math.Min(limit, int.MaxValue - 1) + 1).ToList() : [.. found];

        ContinueToken? next = null;
        long? remaining = null;
        if (limit > 0 && page.Count > limit)
        {
            page.RemoveAt(page.Count - 1);
            next = new ContinueToken(snapshot.ResourceVersion, page[^1].Key);
            if (options.Filter.Labels.IsEmpty && options.Filter.Fields.IsEmpty)
                remaining = found.LongCount() - page.Count;
        }

        await ApiResponse.WriteAsync(request.Http, 200, writer.WriteList(page, snapshot.ResourceVersion, next?.ToString(), remaining));
    }

    private StoreSnapshot SnapshotFor(ApiRequest request, ListOptions options, ContinueToken? token)
    {
        if (token is not null)
        {
            return cluster.Store.SnapshotAt(request.Kind, token.ResourceVersion)
                ?? throw ApiErrors.Expired(
                    "The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter."
                );
        }

        options.CheckReached(cluster.Store.Version);
        if (options.Match != "Exact")
            return cluster.Store.Snapshot(request.Kind);
        return cluster.Store.SnapshotAt(request.Kind, options.ResourceVersion!.Value)
            ?? throw ApiErrors.Expired("The resourceVersion for the provided list is too old.");
    }
}
