using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using NodeTasker.LocalCluster.Objects;

namespace NodeTasker.LocalCluster.Http;

/// <summary>A request for a resource: what its path and its query say.</summary>
/// <param name="Name">Null for the collection.</param>
/// <param name="Subresource">As <c>status</c>; empty for the object itself.</param>
internal sealed record ApiRequest(HttpContext Http, ResourceKind Kind, string Namespace, string? Name, string Subresource)
{
    public bool IsInNamespace => Namespace.Length > 0 || !Kind.IsNamespaced;

    /// <summary>Who writes.</summary>
    public string FieldManager =>
        this["fieldManager"] is { Length: > 0 } manager ? manager
        : Http.Request.Headers.UserAgent.ToString().Split('/')[0] is { Length: > 0 } agent ? agent
        : "unknown";

    /// <summary>A parameter of the query.</summary>
    public string? this[string name] => Http.Request.Query.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    public bool Flag(string name) => this[name] is not (null or "0" or "f" or "F" or "false" or "False" or "FALSE");

    public long? Number(string name) =>
        this[name] switch
        {
            null or "" => null,
            var text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            var text => throw ApiException.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax"),
        };

    /// <summary>Whether a write must only be tried; the options of a write are checked with it.</summary>
    public bool IsDryRun(string optionsKind)
    {
        var errors = new List<FieldError>();
        if (this["dryRun"] is { Length: > 0 } dryRun and not "All")
            errors.Add(FieldError.NotSupported("dryRun", $"[{JsonText.Quote(dryRun)}]", "All"));
        if (this["fieldValidation"] is { Length: > 0 } validation and not ("Ignore" or "Strict" or "Warn"))
            errors.Add(FieldError.NotSupported("fieldValidation", JsonText.Quote(validation), "", "Ignore", "Strict", "Warn"));
        if (this["fieldManager"] is { Length: > 128 })
            errors.Add(FieldError.TooLong("fieldManager", 128));
        return errors.Count == 0 ? this["dryRun"] is "All" : throw ApiException.InvalidOptions(optionsKind, [.. errors]);
    }

    /// <summary>Puts the path's namespace into a sent object, which must have the same or none.</summary>
    public void MatchNamespace(JsonObject value)
    {
        if (value.Meta("namespace") is { Length: > 0 } ns && ns != Namespace)
            throw ApiException.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        if (Namespace.Length > 0)
            value.Metadata()["namespace"] = Namespace;
    }

    /// <summary>Null when the path is not one of a resource that is served.</summary>
    public static ApiRequest? Parse(HttpContext http)
    {
        var segments = (http.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (group, rest) = segments switch
        {
            ["api", "v1", ..] => ("", segments[2..]),
            ["apis", var name, "v1", ..] => (name, segments[3..]),
            _ => ("", []),
        };
        var ns = "";
        if (rest is ["namespaces", var scope, not "status", ..])
            (ns, rest) = (scope, rest[2..]);

        if (
            rest.Length is 0 or > 3
            || ResourceKind.All.FirstOrDefault(kind => kind.Group == group && kind.Plural == rest[0]) is not { } kind
        )
            return null;
        if (kind.IsNamespaced ? ns.Length == 0 && rest.Length > 1 : ns.Length > 0)
            return null;

        var subresource = rest.Length > 2 ? rest[2] : "";
        if (subresource.Length > 0 && !(subresource == "status" && kind.HasStatus))
            return null;
        return new ApiRequest(http, kind, ns, rest.Length > 1 ? rest[1] : null, subresource);
    }
}
