using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Objects;

namespace NodeTasker.LocalCluster.Http;

/// <summary>A request that ends with a <c>Status</c> of kind Failure, with the reasons and messages that Kubernetes gives.</summary>
internal sealed class ApiException(int code, string? reason, string message, JsonObject? details = null) : Exception(message)
{
    public int Code => code;

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

    public static ApiException TooLarge(string message) => new(413, "RequestEntityTooLarge", message);

    public static ApiException AlreadyExists(ResourceKind kind, string name) =>
        new(409, "AlreadyExists", $"{kind.QualifiedName} \"{name}\" already exists", Details(kind, name));

    public static ApiException Conflict(
        ResourceKind kind,
        string name,
        string why = "the object has been modified; please apply your changes to the latest version and try again"
    ) => new(409, "Conflict", $"Operation cannot be fulfilled on {kind.QualifiedName} \"{name}\": {why}", Details(kind, name));

    public static ApiException PreconditionFailed(ResourceKind kind, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {kind.QualifiedKind} \"{name}\": {why}", Details(kind, name));

    public static ApiException ApplyConflict(string message, IEnumerable<(string Message, string Field)> causes) =>
        new(409, "Conflict", message, Causes([], causes.Select(cause => ("FieldManagerConflict", cause.Message, cause.Field))));

    public static ApiException Forbidden(ResourceKind kind, string name, string why) =>
        new(403, "Forbidden", $"{kind.QualifiedName} \"{name}\" is forbidden: {why}", Details(kind, name));

    public static ApiException Expired(string message) => new(410, "Expired", message);

    public static ApiException Internal(string message) => new(500, null, message);

    /// <summary>The 422 of an object that breaks rules.</summary>
    public static ApiException Invalid(ResourceKind kind, string name, IReadOnlyList<FieldError> errors) =>
        Invalid(kind.QualifiedKind, Details(kind.Group, name, kind.Kind), name, errors);

    /// <summary>The 422 of query options that break rules.</summary>
    public static ApiException InvalidOptions(string optionsKind, params FieldError[] errors) =>
        Invalid($"{optionsKind}.meta.k8s.io", Details("meta.k8s.io", "", optionsKind), "", errors);

    /// <summary>The 422 of a JSON patch that doesn't fit.</summary>
    public static ApiException PatchRejected(string why) =>
        new(422, "Invalid", "the server rejected our request due to an error in our request", Causes([], [("", why, "")]));

    /// <summary>The answer to a resourceVersion that is not yet there.</summary>
    public static ApiException TooLargeResourceVersion(long desired, long current)
    {
        var details = Causes([], [("ResourceVersionTooLarge", "Too large resource version", "")]);
        details["retryAfterSeconds"] = 1;
        return new ApiException(504, "Timeout", $"Timeout: Too large resource version: {desired}, current: {current}", details);
    }

    public static JsonObject Details(ResourceKind kind, string name) => Details(kind.Group, name, kind.Plural);

    public JsonObject ToStatus()
    {
        var status = Status("Failure", details is null ? null : (JsonObject)details.DeepClone());
        status["message"] = Message;
        if (reason is not null)
            status["reason"] = reason;
        status["code"] = code;
        return status;
    }

    public static JsonObject Status(string outcome, JsonObject? details)
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = outcome,
        };
        if (details is not null)
            status["details"] = details;
        return status;
    }

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

    private static JsonObject Causes(JsonObject details, IEnumerable<(string Reason, string Message, string Field)> causes)
    {
        details["causes"] = causes
            .Select(cause => new JsonObject
            {
                ["reason"] = cause.Reason,
                ["message"] = cause.Message,
                ["field"] = cause.Field,
            })
            .ToJsonArray();
        return details;
    }

    private static ApiException Invalid(string kind, JsonObject details, string name, IReadOnlyList<FieldError> errors)
    {
        var texts = errors.Select(error => $"{error.Field}: {error.Message}").Distinct(StringComparer.Ordinal).ToList();
        var list = texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
        Causes(details, errors.Select(error => (error.Reason, error.Message, error.Field)));
        return new ApiException(422, "Invalid", $"{kind} \"{name}\" is invalid: {list}", details);
    }
}
