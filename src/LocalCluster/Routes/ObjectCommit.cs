using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Objects;
using NodeTasker.LocalCluster.Ownership;
using NodeTasker.LocalCluster.Storage;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>Brings a new or changed object into the store: defaults, field owners, rules, versions.</summary>
internal sealed class ObjectCommit(Cluster cluster)
{
    private const int GenerateAttempts = 8;

    /// <summary>What no client changes.</summary>
    private static readonly string[] ServersOwn =
    [
        "uid",
        "resourceVersion",
        "creationTimestamp",
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "generation",
        "selfLink",
    ];

    public StoredObject Create(ApiRequest request, JsonObject value, bool isDryRun, Manage manage)
    {
        CheckNamespace(request);
        for (var attempt = 1; ; attempt++)
        {
            var next = New(request, value.DeepClone().AsObject(), manage);
            if (TryCreate(request, next, isDryRun) is { } created)
                return created;
            if (value.Name().Length > 0 || attempt == GenerateAttempts)
                throw ApiException.AlreadyExists(request.Kind, next.Name());
        }
    }

    /// <summary>
    /// Null when there is no such object. Tries again when somebody else writes at the same time, unless a version was named.
    /// </summary>
    public StoredObject? Update(ApiRequest request, bool isDryRun, Func<JsonObject, JsonObject> change, Manage manage)
    {
        while (true)
        {
            if (cluster.Store.Find(request.Kind, request.Namespace, request.Name!) is not { } current)
                return null;

            var live = current.ToNode();
            var next = change(current.ToNode());
            CheckPreconditions(request, current, next);
            next = manage(live, Keep(request, live, next), Write(request));
            next = Keep(request, live, next);
            ThrowIfInvalid(request.Kind, current.Name, ObjectRules.CheckUpdate(request.Kind, next, live));

            if (JsonNode.DeepEquals(next, live))
                return current;
            if (isDryRun)
                return StoredObject.Create(request.Kind, next, current.ResourceVersion);

            var isReleased = next.Meta("deletionTimestamp").Length > 0 && !next.Finalizers().Any();
            if ((isReleased ? cluster.Store.TryDelete(current) : cluster.Store.TryReplace(current, next)) is { } stored)
                return stored;
        }
    }

    /// <summary>Puts in the fields of a kind that have defaults.</summary>
    public static void SetDefaults(ResourceKind kind, JsonObject value)
    {
        value["kind"] = kind.Kind;
        value["apiVersion"] = kind.ApiVersion;
        if (kind != ResourceKind.Namespaces)
            return;

        if (value.Metadata()["labels"] is not JsonObject labels)
            value.Metadata()["labels"] = labels = [];
        if (value.Name().Length > 0)
            labels["kubernetes.io/metadata.name"] = value.Name();
        if (value["spec"] is not JsonObject { Count: > 0 })
            value["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") };
        if (value["status"] is not JsonObject { Count: > 0 })
            value["status"] = new JsonObject { ["phase"] = "Active" };
    }

    /// <summary>Makes an object a new one.</summary>
    public static void Stamp(JsonObject value, string now)
    {
        foreach (var field in ServersOwn)
            value.Metadata().Remove(field);
        value.Metadata()["uid"] = Guid.NewGuid().ToString();
        value.Metadata()["creationTimestamp"] = now;
    }

    private JsonObject New(ApiRequest request, JsonObject value, Manage manage)
    {
        if (value.Name().Length == 0 && value.Meta("generateName") is { Length: > 0 } prefix)
            value.Metadata()["name"] =
                prefix[..Math.Min(prefix.Length, 248)] + RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5);

        SetDefaults(request.Kind, value);
        value = ObjectDecoder.Normalize(value, request.Kind.Shape);
        value = manage(ObjectDecoder.Normalize([], request.Kind.Shape), value, Write(request));
        SetDefaults(request.Kind, value);
        Stamp(value, cluster.Now);
        value = ObjectDecoder.Normalize(value, request.Kind.Shape);
        ThrowIfInvalid(request.Kind, value.Name(), ObjectRules.Check(request.Kind, value));
        return value;
    }

    private StoredObject? TryCreate(ApiRequest request, JsonObject value, bool isDryRun)
    {
        if (!isDryRun)
            return cluster.Store.TryCreate(request.Kind, value);
        var isFree = cluster.Store.Find(request.Kind, request.Namespace, value.Name()) is null;
        return isFree ? StoredObject.Create(request.Kind, value, 0) : null;
    }

    private FieldWrite Write(ApiRequest request) =>
        new(request.Kind, request.FieldManager, request.Subresource, request.Flag("force"), cluster.Now);

    private void CheckNamespace(ApiRequest request)
    {
        if (!request.Kind.IsNamespaced)
            return;

        var ns = cluster.Store.Find(ResourceKind.Namespaces, "", request.Namespace)
            ?? throw ApiException.NotFound(ResourceKind.Namespaces, request.Namespace);
        if (ns.ToNode().Meta("deletionTimestamp").Length > 0)
            throw ApiException.Forbidden(
                request.Kind,
                request.Name ?? "",
                $"unable to create new content in namespace {request.Namespace} because it is being terminated"
            );
    }

    private static void CheckPreconditions(ApiRequest request, StoredObject current, JsonObject next)
    {
        if (next.Meta("uid") is { Length: > 0 } uid && uid != current.Uid)
            throw ApiException.Conflict(
                request.Kind,
                current.Name,
                $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Uid}"
            );

        var version = next.Meta("resourceVersion");
        if (version is "" or "0")
            return;
        if (!long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw ApiException.Internal($"strconv.ParseUint: parsing \"{version}\": invalid syntax");
        if (number != current.ResourceVersion)
            throw ApiException.Conflict(request.Kind, current.Name);
    }

    /// <summary>Keeps what a client can't change, and of object and status the part that the request is not about.</summary>
    private static JsonObject Keep(ApiRequest request, JsonObject live, JsonObject next)
    {
        SetDefaults(request.Kind, next);
        foreach (var field in ServersOwn)
            next.Metadata().Take(live.Metadata(), field);
        if (next.Metadata()["generateName"] is null)
            next.Metadata().Take(live.Metadata(), "generateName");

        IEnumerable<string> kept =
            request.Subresource == "status" ? request.Kind.Shape.Fields!.Keys.Except(["status", "metadata"])
            : request.Kind == ResourceKind.Namespaces ? ["spec", "status"]
            : request.Kind.HasStatus ? ["status"]
            : [];
        foreach (var field in kept)
            next.Take(live, field);
        return ObjectDecoder.Normalize(next, request.Kind.Shape);
    }

    private static void ThrowIfInvalid(ResourceKind kind, string name, IEnumerable<FieldError> errors)
    {
        if (errors.ToList() is { Count: > 0 } found)
            throw ApiException.Invalid(kind, name, found);
    }
}
