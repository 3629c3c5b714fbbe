using Microsoft.AspNetCore.Http;
using NodeTasker.LocalCluster.Discovery;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>Takes a request to its verb, and turns errors into a Status.</summary>
internal sealed class Router(Cluster cluster)
{
    private readonly ReadRoute _read = new(cluster);
    private readonly WatchRoute _watch = new(cluster);
    private readonly WriteRoute _write = new(cluster);
    private readonly DeleteRoute _delete = new(cluster);

    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            if (await DiscoveryRoute.TryHandleAsync(http))
                return;

            var request = ApiRequest.Parse(http) ?? throw ApiErrors.NoSuchResource();
            await DispatchAsync(request);
        }
        catch (ApiException error)
        {
            await ApiResponse.WriteErrorAsync(http, error);
        }
        catch (BadHttpRequestException error)
        {
            await ApiResponse.WriteErrorAsync(http, ApiErrors.BadRequest(error.Message));
        }
        catch (DecodingException error)
        {
            await ApiResponse.WriteErrorAsync(http, ApiErrors.Internal(error.Message));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested || cluster.Stopping.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (IOException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (Exception error)
            when (error
                    is InvalidOperationException
                        or InvalidCastException
                        or ArgumentException
                        or NullReferenceException
                        or FormatException
            )
        {
            // A bug here, not the client's fault; it is told so as by any API server, and the server goes on.
            await ApiResponse.WriteErrorAsync(http, new ApiException(500, "InternalError", $"Internal error occurred: {error.Message}"));
        }
    }

    private Task DispatchAsync(ApiRequest request)
    {
        var method = request.Http.Request.Method;
        if (!request.Kind.IsStored)
            return method == "POST" && request.Name is null ? AccessReviewRoute.HandleAsync(request) : throw ApiErrors.MethodNotAllowed();

        var isWatch = request.IsWatchPath || request.Query.Flag("watch");
        return (method, request.Name) switch
        {
            ("GET", null) when isWatch => _watch.HandleAsync(request),
            ("GET", not null) when request.IsWatchPath => _watch.HandleAsync(request),
            (_, _) when request.IsWatchPath => throw ApiErrors.MethodNotAllowed(),
            ("GET", null) => _read.ListAsync(request),
            ("GET", _) => _read.GetAsync(request),
            ("POST", null) when request.Namespace.Length > 0 || !request.Kind.Namespaced => _write.CreateAsync(request),
            ("PUT", not null) => _write.UpdateAsync(request),
            ("PATCH", not null) => _write.PatchAsync(request),
            ("DELETE", not null) when request.Subresource.Length == 0 => _delete.DeleteAsync(request),
            ("DELETE", null) when request.Kind.CanDeleteCollection && (request.Namespace.Length > 0 || !request.Kind.Namespaced) =>
                _delete.DeleteCollectionAsync(request),
            _ => throw ApiErrors.MethodNotAllowed(),
        };
    }
}
