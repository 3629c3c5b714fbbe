using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Tables;

/// <summary>What a row about an Event says.</summary>
internal static class EventCells
{
    public static string LastSeen(JsonObject value, DateTimeOffset now)
    {
        var time = value.Text("series", "lastObservedTime");
        if (time.Length == 0)
            time = value.Text("lastTimestamp");
        if (time.Length == 0)
            time = value.Text("eventTime");
        return Ages.Since(time, now);
    }

    public static string Subject(JsonObject value)
    {
        var kind = value.Text("involvedObject", "kind");
        var name = value.Text("involvedObject", "name");
        return kind.Length > 0 ? $"{kind.ToLowerInvariant()}/{name}" : name;
    }

    public static string Source(JsonObject value)
    {
        var component = value.Text("source", "component");
        if (component.Length == 0)
            component = value.Text("reportingComponent");
        return value.Text("source", "host") is { Length: > 0 } host ? $"{component}, {host}" : component;
    }

    public static long Count(JsonObject value) =>
        ((value["series"] as JsonObject)?["count"] ?? value["count"])?.GetValue<long>() is { } count and > 0 ? count : 1;
}
