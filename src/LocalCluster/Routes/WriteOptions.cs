using NodeTasker.LocalCluster.Http;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>Who writes, and whether it is meant.</summary>
internal sealed record WriteOptions(string FieldManager, bool IsDryRun)
{
    public static WriteOptions Parse(ApiRequest request, string optionsKind)
    {
        var manager = request.Query["fieldManager"];
        if (string.IsNullOrEmpty(manager))
            manager = request.Http.Request.Headers.UserAgent.ToString().Split('/')[0];
        return new WriteOptions(manager.Length == 0 ? "unknown" : manager, request.Query.IsDryRun(optionsKind));
    }
}
