using System.Globalization;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Selectors;
using NodeTasker.LocalCluster.Storage;
using NodeTasker.LocalCluster.Validation;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>The options of list and watch, checked.</summary>
internal sealed record ListOptions(WatchFilter Filter, long? ResourceVersion, string? Match)
{
    public static ListOptions Parse(ApiRequest request, bool isWatch)
    {
        var query = request.Query;
        var labels = LabelSelectorParser.Parse(query["labelSelector"]);
        var fields = FieldSelector.Parse(query["fieldSelector"], request.Kind);
        if (request.Name is { } name)
            fields = new FieldSelector([.. fields.Requirements, new FieldRequirement("metadata.name", true, name)]);

        var version = ParseVersion(query["resourceVersion"]);
        var match = query["resourceVersionMatch"] is { Length: > 0 } text ? text : null;
        Check(query, version, match, isWatch);
        return new ListOptions(new WatchFilter(request.Kind, request.Namespace, labels, fields), version, match);
    }

    /// <summary>Throws when a client asks for a version that is still to come.</summary>
    public void CheckReached(long current)
    {
        if (ResourceVersion > current)
            throw ApiErrors.TooLargeResourceVersion(ResourceVersion.Value, current);
    }

    private static long? ParseVersion(string? text) =>
        text switch
        {
            null or "" => null,
            _ when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) => version,
            _ => throw ApiErrors.BadRequest(
                $"invalid resource version: resourceVersion: Invalid value: {FieldError.Quote(text)}: strconv.ParseUint: parsing {FieldError.Quote(text)}: invalid syntax"
            ),
        };

    private static void Check(QueryOptions query, long? version, string? match, bool isWatch)
    {
        const string Field = "resourceVersionMatch";
        var initialEvents = query["sendInitialEvents"] is not null;
        if (initialEvents && !isWatch)
            throw ApiErrors.InvalidOptions(
                "ListOptions",
                FieldError.Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list")
            );
        if (initialEvents && match != "NotOlderThan")
            throw ApiErrors.InvalidOptions(
                "ListOptions",
                FieldError.Forbidden(Field, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")
            );
        if (match is null)
            return;
        if (isWatch && !initialEvents)
            throw ApiErrors.InvalidOptions(
                "ListOptions",
                FieldError.Forbidden(Field, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided")
            );
        if (match is not ("Exact" or "NotOlderThan"))
            throw ApiErrors.InvalidOptions(
                "ListOptions",
                FieldError.NotSupported(Field, FieldError.Quote(match), "Exact", "NotOlderThan", "")
            );
        if (isWatch)
            return;
        if (version is null)
            throw ApiErrors.InvalidOptions(
                "ListOptions",
                FieldError.Forbidden(Field, "resourceVersionMatch is forbidden unless resourceVersion is provided")
            );
        if (query["continue"] is { Length: > 0 })
            throw ApiErrors.InvalidOptions(
                "ListOptions",
                FieldError.Forbidden(Field, "resourceVersionMatch is forbidden when continue is provided")
            );
        if (match == "Exact" && version == 0)
            throw ApiErrors.InvalidOptions(
                "ListOptions",
                FieldError.Forbidden(Field, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"")
            );
    }
}
