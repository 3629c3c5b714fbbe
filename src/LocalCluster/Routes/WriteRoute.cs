using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.ManagedFields;
using NodeTasker.LocalCluster.Patch;
using NodeTasker.LocalCluster.Schema;
using NodeTasker.LocalCluster.Storage;
using NodeTasker.LocalCluster.Tables;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>Create, update and patch.</summary>
internal sealed class WriteRoute(Cluster cluster)
{
    private readonly ObjectCommit _commit = new(cluster);

    public async Task CreateAsync(ApiRequest request)
    {
        var writer = ObjectWriters.For(request, cluster.Time);
        var options = WriteOptions.Parse(request, "CreateOptions");
        var value = await BodyReader.ReadObjectAsync(request);

        MatchNamespace(request, value);
        if (value.Meta("resourceVersion").Length > 0)
            throw ApiErrors.Internal("resourceVersion should not be set on objects to be created");

        var created = _commit.Create(request, value, options, FieldManager.Update);
        await ApiResponse.WriteAsync(request.Http, StatusCodes.Status201Created, writer.Write(created));
    }

    public async Task UpdateAsync(ApiRequest request)
    {
        var writer = ObjectWriters.For(request, cluster.Time);
        var options = WriteOptions.Parse(request, "UpdateOptions");
        var value = await BodyReader.ReadObjectAsync(request);

        MatchNamespace(request, value);
        if (value.Name().Length == 0)
            throw ApiErrors.BadRequest($"the name of the object ({request.Name} based on URL) was undeterminable: name must be provided");
        if (value.Name() != request.Name)
            throw ApiErrors.BadRequest($"the name of the object ({value.Name()}) does not match the name on the URL ({request.Name})");

        var updated = _commit.Update(request, options, _ => (JsonObject)value.DeepClone(), FieldManager.Update)
            ?? throw ApiErrors.NotFound(request.Kind, request.Name);
        await ApiResponse.WriteAsync(request.Http, StatusCodes.Status200OK, writer.Write(updated));
    }

    public async Task PatchAsync(ApiRequest request)
    {
        var writer = ObjectWriters.For(request, cluster.Time);
        var options = WriteOptions.Parse(request, "PatchOptions");
        var body = await BodyReader.ReadBytesAsync(request.Http);
        var patch = PatchBody.Read(request, body, options);

        var updated = _commit.Update(request, options, patch.Apply, patch.Manage);
        if (updated is not null)
        {
            await ApiResponse.WriteAsync(request.Http, StatusCodes.Status200OK, writer.Write(updated));
            return;
        }

        if (patch.Seed is not { } seed || request.Subresource.Length > 0)
            throw ApiErrors.NotFound(request.Kind, request.Name!);
        if (seed.Meta("uid") is { Length: > 0 } uid)
            throw ApiErrors.Conflict(
                request.Kind,
                request.Name!,
                $"uid mismatch: the provided object specified uid {uid}, and no existing object was found"
            );

        var created = _commit.Create(request, seed, options, patch.Manage);
        await ApiResponse.WriteAsync(request.Http, StatusCodes.Status201Created, writer.Write(created));
    }

    private static void MatchNamespace(ApiRequest request, JsonObject value)
    {
        var ns = value.Meta("namespace");
        if (ns.Length > 0 && ns != request.Namespace)
            throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        if (request.Namespace.Length > 0)
            value.Metadata()["namespace"] = request.Namespace;
    }
}
