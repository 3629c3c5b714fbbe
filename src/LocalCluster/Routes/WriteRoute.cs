using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Objects;
using NodeTasker.LocalCluster.Ownership;
using NodeTasker.LocalCluster.Patching;
using NodeTasker.LocalCluster.Tables;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>Create, update and patch.</summary>
internal sealed class WriteRoute(Cluster cluster)
{
    private readonly ObjectCommit _commit = new(cluster);

    public async Task CreateAsync(ApiRequest request)
    {
        var writer = new ObjectWriter(request, cluster.Time);
        var isDryRun = request.IsDryRun("CreateOptions");
        var value = await BodyReader.ReadObjectAsync(request);

        request.MatchNamespace(value);
        if (value.Meta("resourceVersion").Length > 0)
            throw ApiException.Internal("resourceVersion should not be set on objects to be created");

        var created = _commit.Create(request, value, isDryRun, FieldManager.Update);
        await ApiResponse.WriteAsync(request.Http, StatusCodes.Status201Created, writer.Write(created));
    }

    public async Task UpdateAsync(ApiRequest request)
    {
        var writer = new ObjectWriter(request, cluster.Time);
        var isDryRun = request.IsDryRun("UpdateOptions");
        var value = await BodyReader.ReadObjectAsync(request);

        request.MatchNamespace(value);
        if (value.Name().Length == 0)
            throw ApiException.BadRequest(
                $"the name of the object ({request.Name} based on URL) was undeterminable: name must be provided"
            );
        if (value.Name() != request.Name)
            throw ApiException.BadRequest($"the name of the object ({value.Name()}) does not match the name on the URL ({request.Name})");

        var updated = _commit.Update(request, isDryRun, _ => value.DeepClone().AsObject(), FieldManager.Update)
            ?? throw ApiException.NotFound(request.Kind, request.Name);
        await ApiResponse.WriteAsync(request.Http, StatusCodes.Status200OK, writer.Write(updated));
    }

    public async Task PatchAsync(ApiRequest request)
    {
        var writer = new ObjectWriter(request, cluster.Time);
        var isDryRun = request.IsDryRun("PatchOptions");
        var patch = PatchBody.Read(request, await BodyReader.ReadBytesAsync(request.Http));

        if (_commit.Update(request, isDryRun, patch.Apply, patch.Manage) is { } updated)
        {
            await ApiResponse.WriteAsync(request.Http, StatusCodes.Status200OK, writer.Write(updated));
            return;
        }

        if (patch.Seed is not { } seed || request.Subresource.Length > 0)
            throw ApiException.NotFound(request.Kind, request.Name!);
        if (seed.Meta("uid") is { Length: > 0 } uid)
            throw ApiException.Conflict(
                request.Kind,
                request.Name!,
                $"uid mismatch: the provided object specified uid {uid}, and no existing object was found"
            );

        var created = _commit.Create(request, seed, isDryRun, patch.Manage);
        await ApiResponse.WriteAsync(request.Http, StatusCodes.Status201Created, writer.Write(created));
    }
}
