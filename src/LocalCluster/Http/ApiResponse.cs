using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NodeTasker.LocalCluster.Http;

internal static class ApiResponse
{
    public static Task WriteAsync(HttpContext http, int code, JsonNode body) => WriteAsync(http, code, JsonText.Write(body));

    public static async Task WriteAsync(HttpContext http, int code, ReadOnlyMemory<byte> json, string contentType = "application/json")
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = contentType;
        http.Response.ContentLength = json.Length;
        http.Response.Headers.CacheControl = "no-cache, private";
        await http.Response.Body.WriteAsync(json, http.RequestAborted);
    }

    public static Task WriteErrorAsync(HttpContext http, ApiException error)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        if (error.Code == StatusCodes.Status504GatewayTimeout)
            http.Response.Headers.RetryAfter = "1";
        return WriteAsync(http, error.Code, error.ToStatus());
    }
}
