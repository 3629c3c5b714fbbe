using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using NodeTasker.LocalCluster.Discovery;
using NodeTasker.LocalCluster.Http;

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
            if (!await DiscoveryRoute.TryHandleAsync(http))
                await DispatchAsync(ApiRequest.Parse(http) ?? throw ApiException.NoSuchResource());
        }
        catch (ApiException error)
        {
            await ApiResponse.WriteErrorAsync(http, error);
        }
        catch (BadHttpRequestException error)
        {
            await ApiResponse.WriteErrorAsync(http, ApiException.BadRequest(error.Message));
        }
        catch (Exception error) when (error is OperationCanceledException or IOException || http.RequestAborted.IsCancellationRequested)
        {
            // The client went, or the server ends.
            http.Abort();
        }
        catch (Exception error)
        {
            cluster.AddDefect(error);
            throw;
        }
    }

    private Task DispatchAsync(ApiRequest request)
    {
        var method = request.Http.Request.Method;
        if (!request.Kind.IsStored)
            return method == "POST" && request.Name is null ? ReviewAsync(request) : throw ApiException.MethodNotAllowed();

        return (method, request.Name) switch
        {
            ("GET", null) when request.Flag("watch") => _watch.HandleAsync(request),
            ("GET", null) => _read.ListAsync(request),
            ("GET", _) => _read.GetAsync(request),
            ("POST", null) when request.IsInNamespace => _write.CreateAsync(request),
            ("PUT", not null) => _write.UpdateAsync(request),
            ("PATCH", not null) => _write.PatchAsync(request),
            ("DELETE", not null) when request.Subresource.Length == 0 => _delete.DeleteAsync(request),
            ("DELETE", null) when request.Kind.CanDeleteCollection && request.IsInNamespace => _delete.DeleteCollectionAsync(request),
            _ => throw ApiException.MethodNotAllowed(),
        };
    }

    /// <summary>"May I?" Whoever has the token may do everything.</summary>
    private static async Task ReviewAsync(ApiRequest request)
    {
        var review = await BodyReader.ReadObjectAsync(request);
        review["status"] = new JsonObject { ["allowed"] = true };
        await ApiResponse.WriteAsync(request.Http, StatusCodes.Status201Created, review);
    }
}
