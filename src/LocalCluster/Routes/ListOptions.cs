using System.Globalization;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Objects;
using NodeTasker.LocalCluster.Storage;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>The options of list and watch, checked.</summary>
internal sealed record ListOptions(ObjectFilter Filter, long? ResourceVersion, string? Match)
{
    private const string MatchField = "resourceVersionMatch";

    public static ListOptions Parse(ApiRequest request, bool isWatch)
    {
        var filter = ObjectFilter.Of(request);
        var version = ParseVersion(request["resourceVersion"]);
        var match = request[MatchField] is { Length: > 0 } text ? text : null;
        if (FindError(request, version, match, isWatch) is { } error)
            throw ApiException.InvalidOptions("ListOptions", error);
        return new ListOptions(filter, version, match);
    }

    /// <summary>Throws when a client asks for a version that is still to come.</summary>
    public void CheckReached(long current)
    {
        if (ResourceVersion > current)
            throw ApiException.TooLargeResourceVersion(ResourceVersion.Value, current);
    }

    private static long? ParseVersion(string? text) =>
        text switch
        {
            null or "" => null,
            _ when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) => version,
            _ => throw ApiException.BadRequest(
                $"invalid resource version: resourceVersion: Invalid value: {JsonText.Quote(text)}: "
                    + $"strconv.ParseUint: parsing {JsonText.Quote(text)}: invalid syntax"
            ),
        };

    private static FieldError? FindError(ApiRequest request, long? version, string? match, bool isWatch)
    {
        var initialEvents = request["sendInitialEvents"] is not null;
        return (isWatch, initialEvents, match) switch
        {
            (false, true, _) => FieldError.Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"),
            (true, true, not "NotOlderThan") => FieldError.Forbidden(
                MatchField,
                "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"
            ),
            (_, _, null) or (true, true, _) => null,
            (true, _, _) => FieldError.Forbidden(
                MatchField,
                "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"
            ),
            (_, _, not ("Exact" or "NotOlderThan")) => FieldError.NotSupported(
                MatchField,
                JsonText.Quote(match),
                "Exact",
                "NotOlderThan",
                ""
            ),
            _ when version is null => FieldError.Forbidden(
                MatchField,
                "resourceVersionMatch is forbidden unless resourceVersion is provided"
            ),
            _ when request["continue"] is { Length: > 0 } => FieldError.Forbidden(
                MatchField,
                "resourceVersionMatch is forbidden when continue is provided"
            ),
            (_, _, "Exact") when version == 0 => FieldError.Forbidden(
                MatchField,
                "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""
            ),
            _ => null,
        };
    }
}
