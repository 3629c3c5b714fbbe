using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Schema;
using NodeTasker.LocalCluster.Validation;

namespace NodeTasker.LocalCluster.Http;

/// <summary>The errors of the API with the reasons and messages that Kubernetes gives them.</summary>
internal static class ApiErrors
{
    public static ApiException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiException Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static ApiException NotFound(ResourceKind kind, string name) =>
        new(404, "NotFound", $"{kind.QualifiedName} \"{name}\" not found", Details(kind, name));

    public static ApiException NoSuchResource() => new(404, "NotFound", "the server could not find the requested resource", []);

    public static ApiException MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);

    public static ApiException NotAcceptable() =>
        new(406, "NotAcceptable", "406: Not Acceptable\n\nAvailable representations: application/json, application/json;stream=watch", []);

    public static ApiException UnsupportedMediaType(params string[] accepted) =>
        new(
            415,
            "UnsupportedMediaType",
            $"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", accepted)}"
        );

    public static ApiException TooLarge(long limit) => new(413, "RequestEntityTooLarge", $"Request entity too large: limit is {limit}");

    public static ApiException AlreadyExists(ResourceKind kind, string name) =>
        new(409, "AlreadyExists", $"{kind.QualifiedName} \"{name}\" already exists", Details(kind, name));

    public static ApiException Conflict(
        ResourceKind kind,
        string name,
        string why = "the object has been modified; please apply your changes to the latest version and try again"
    ) => new(409, "Conflict", $"Operation cannot be fulfilled on {kind.QualifiedName} \"{name}\": {why}", Details(kind, name));

    public static ApiException ApplyConflict(string message, IEnumerable<(string Message, string Field)> causes)
    {
        var items = causes.Select(cause =>
            (JsonNode)
                new JsonObject
                {
                    ["reason"] = "FieldManagerConflict",
                    ["message"] = cause.Message,
                    ["field"] = cause.Field,
                }
        );
        return new ApiException(409, "Conflict", message, new JsonObject { ["causes"] = new JsonArray([.. items]) });
    }

    public static ApiException PreconditionFailed(ResourceKind kind, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {kind.QualifiedKind} \"{name}\": {why}", DetailsOfKind(kind, name));

    public static ApiException Forbidden(ResourceKind kind, string name, string why, JsonArray? causes = null)
    {
        var details = Details(kind, name);
        if (causes is not null)
            details["causes"] = causes;
        return new ApiException(403, "Forbidden", $"{kind.QualifiedName} \"{name}\" is forbidden: {why}", details);
    }

    public static ApiException Expired(string message) => new(410, "Expired", message);

    public static ApiException Internal(string message) => new(500, null, message);

    /// <summary>The 422 of an object that breaks rules.</summary>
    public static ApiException Invalid(ResourceKind kind, string name, IReadOnlyList<FieldError> errors) =>
        Invalid(kind.QualifiedKind, DetailsOfKind(kind, name), name, errors);

    /// <summary>The 422 of query options that break rules.</summary>
    public static ApiException InvalidOptions(string optionsKind, params FieldError[] errors) =>
        Invalid($"{optionsKind}.meta.k8s.io", new JsonObject { ["group"] = "meta.k8s.io", ["kind"] = optionsKind }, "", errors);

    /// <summary>The answer to a resourceVersion that is not yet there.</summary>
    public static ApiException TooLargeResourceVersion(long wanted, long current)
    {
        var details = new JsonObject
        {
            ["causes"] = new JsonArray(
                new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }
            ),
            ["retryAfterSeconds"] = 1,
        };
        return new ApiException(504, "Timeout", $"Timeout: Too large resource version: {wanted}, current: {current}", details);
    }

    public static JsonObject Details(ResourceKind kind, string name) => Details(kind.Group, name, kind.Plural);

    private static JsonObject DetailsOfKind(ResourceKind kind, string name) => Details(kind.Group, name, kind.Kind);

    private static JsonObject Details(string group, string name, string kind)
    {
        var details = new JsonObject();
        if (name.Length > 0)
            details["name"] = name;
        if (group.Length > 0)
            details["group"] = group;
        details["kind"] = kind;
        return details;
    }

    private static ApiException Invalid(string kind, JsonObject details, string name, IReadOnlyList<FieldError> errors)
    {
        var texts = errors.Select(error => $"{error.Field}: {error.Message}").Distinct(StringComparer.Ordinal).ToList();
        var list = texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
        details["causes"] = new JsonArray([
            .. errors.Select(error =>
                (JsonNode)
                    new JsonObject
                    {
                        ["reason"] = error.Reason,
                        ["message"] = error.Message,
                        ["field"] = error.Field,
                    }
            ),
        ]);
        return new ApiException(422, "Invalid", $"{kind} \"{name}\" is invalid: {list}", details);
    }
}
