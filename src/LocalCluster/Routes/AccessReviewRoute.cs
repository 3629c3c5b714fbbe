using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>"May I?" Whoever has the token may do everything.</summary>
internal static class AccessReviewRoute
{
    public static async Task HandleAsync(ApiRequest request)
    {
        var review = await BodyReader.ReadObjectAsync(request);

        review["status"] = new JsonObject { ["allowed"] = true };

        await ApiResponse.WriteAsync(request.Http, 201, ObjectDecoder.Normalize(review, request.Kind.Type));
    }
}
