using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.ManagedFields;
using NodeTasker.LocalCluster.Schema;
using NodeTasker.LocalCluster.Storage;
using NodeTasker.LocalCluster.Validation;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>Brings a new or changed object into the store: defaults, field owners, rules, versions.</summary>
internal sealed class ObjectCommit(Cluster cluster)
{
    private const int GenerateAttempts = 8;

    /// <summary>Records who owns which field: (live, new, write) → the object to store.</summary>
    public delegate JsonObject Manage(JsonObject live, JsonObject next, FieldWrite write);

    public StoredObject Create(ApiRequest request, JsonObject value, WriteOptions options, Manage manage)
    {
        CheckNamespace(request);
        for (var attempt = 1; ; attempt++)
        {
            var created = TryCreate(request, (JsonObject)value.DeepClone(), options, manage, out var name);
            if (created is not null)
                return created;
            if (value.Name().Length > 0 || attempt == GenerateAttempts)
                throw ApiErrors.AlreadyExists(request.Kind, name);
        }
    }

    /// <summary>Null when there is no such object. Tries again when somebody else writes at the same time, unless a version was named.</summary>
    public StoredObject? Update(ApiRequest request, WriteOptions options, Func<JsonObject, JsonObject> change, Manage manage)
    {
        while (true)
        {
            var current = cluster.Store.Find(request.Kind, request.Namespace, request.Name!);
            if (current is null)
                return null;

            var live = current.ToNode();
            var next = change(current.ToNode());
            CheckPreconditions(request, current, next);
            next = Prepare(request, live, next);
            next = manage(live, next, Write(request, options));
            ObjectDefaults.Apply(request.Kind, next);
            next = ObjectDecoder.Normalize(next, request.Kind.Type);
            var errors = ObjectRules.CheckUpdate(request.Kind, next, live);
            if (errors.Count > 0)
                throw ApiErrors.Invalid(request.Kind, current.Name, errors);

            if (JsonNode.DeepEquals(next, live))
                return current;
            if (options.IsDryRun)
                return StoredObject.Create(request.Kind, next, current.ResourceVersion);

            var stored = IsReleased(next) ? cluster.Store.TryDelete(current) : cluster.Store.TryReplace(current, next);
            if (stored is not null)
                return stored;
        }
    }

    private StoredObject? TryCreate(ApiRequest request, JsonObject value, WriteOptions options, Manage manage, out string name)
    {
        if (value.Name().Length == 0 && value.Meta("generateName") is { Length: > 0 } prefix)
            value.Metadata()["name"] =
                prefix[..Math.Min(prefix.Length, 248)] + RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5);
        name = value.Name();

        ObjectDefaults.Apply(request.Kind, value);
        if (request.Kind == ResourceCatalog.Nodes && request.Subresource.Length == 0)
            value["status"] ??= new JsonObject();
        value = ObjectDecoder.Normalize(value, request.Kind.Type);
        var empty = ZeroValue.Of(request.Kind.Type)!.AsObject();
        value = manage(empty, value, Write(request, options));
        ObjectDefaults.Apply(request.Kind, value);
        ObjectDefaults.Stamp(value, cluster.Now);
        value = ObjectDecoder.Normalize(value, request.Kind.Type);

        var errors = ObjectRules.Check(request.Kind, value);
        if (errors.Count > 0)
            throw ApiErrors.Invalid(request.Kind, name, errors);
        if (!options.IsDryRun)
            return cluster.Store.TryCreate(request.Kind, value);

        return cluster.Store.Find(request.Kind, request.Namespace, name) is null ? StoredObject.Create(request.Kind, value, 0) : null;
    }

    private FieldWrite Write(ApiRequest request, WriteOptions options) =>
        new(request.Kind, options.FieldManager, request.Subresource, request.Query.Flag("force"), cluster.Now);

    private void CheckNamespace(ApiRequest request)
    {
        if (!request.Kind.Namespaced)
            return;

        var ns = cluster.Store.Find(ResourceCatalog.Namespaces, "", request.Namespace)
            ?? throw ApiErrors.NotFound(ResourceCatalog.Namespaces, request.Namespace);
        if (ns.ToNode().Meta("deletionTimestamp").Length > 0)
        {
            var cause = new JsonObject
            {
                ["reason"] = "NamespaceTerminating",
                ["message"] = $"namespace {request.Namespace} is being terminated",
                ["field"] = "metadata.namespace",
            };
            throw ApiErrors.Forbidden(
                request.Kind,
                request.Name ?? "",
                $"unable to create new content in namespace {request.Namespace} because it is being terminated",
                new JsonArray(cause)
            );
        }
    }

    private static void CheckPreconditions(ApiRequest request, StoredObject current, JsonObject next)
    {
        var uid = next.Meta("uid");
        if (uid.Length > 0 && uid != current.Uid)
            throw ApiErrors.Conflict(
                request.Kind,
                current.Name,
                $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Uid}"
            );

        var version = next.Meta("resourceVersion");
        if (version.Length == 0 || version == "0")
            return;
        if (
            !long.TryParse(
                version,
                System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture,
                out var number
            )
        )
            throw ApiErrors.Internal($"strconv.ParseUint: parsing \"{version}\": invalid syntax");
        if (number != current.ResourceVersion)
            throw ApiErrors.Conflict(request.Kind, current.Name);
    }

    /// <summary>Keeps what a client can't change, and of object and status the part that the request is not about.</summary>
    private static JsonObject Prepare(ApiRequest request, JsonObject live, JsonObject next)
    {
        ObjectDefaults.Apply(request.Kind, next);
        var metadata = next.Metadata();
        foreach (
            var field in (string[])
                ["uid", "resourceVersion", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink"]
        )
            Take(metadata, live.Metadata(), field);
        if (metadata["generateName"] is null)
            Take(metadata, live.Metadata(), "generateName");

        if (request.Subresource == "status")
        {
            foreach (var field in request.Kind.Type.Fields.Where(field => field.Name is not ("status" or "metadata")))
                Take(next, live, field.Name);
        }
        else if (request.Kind.HasStatus)
        {
            Take(next, live, "status");
            if (request.Kind == ResourceCatalog.Namespaces)
                Take(next, live, "spec");
        }

        return ObjectDecoder.Normalize(next, request.Kind.Type);
    }

    private static void Take(JsonObject target, JsonObject source, string field)
    {
        target.Remove(field);
        if (source[field] is { } value)
            target[field] = value.DeepClone();
    }

    /// <summary>Whether the last finalizer has gone from an object that is being deleted.</summary>
    private static bool IsReleased(JsonObject value) =>
        value.Meta("deletionTimestamp").Length > 0 && value.Metadata()["finalizers"] is not JsonArray { Count: > 0 };
}
