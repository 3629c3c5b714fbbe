using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NodeTasker.Rollouts;

/// <summary>One run of the history as a line of JSON: <c>{"run":"0123456789ab","setTime":"2026-11-22T10:04:05Z","status":"Complete","desired":5,"succeeded":5,…}</c>.</summary>
public static class HistoryLine
{
    // It is no part of a page, and people read it.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line of <paramref name="entry"/>; what is not known is left out.</summary>
    public static string Of(HistoryEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("run", entry.Run.Value);
            json.WriteString("setTime", Rfc3339.Format(entry.SetTime));
            if (entry.Manager is not null)
                json.WriteString("manager", entry.Manager);
            if (entry.User is not null)
                json.WriteString("user", entry.User);
            json.WriteString("status", entry.Status.ToString());
            if (entry.IsReplaced)
                json.WriteBoolean("replaced", true);
            foreach (var (name, count) in CountsOf(entry.Counts))
                json.WriteNumber(name, count);
            if (entry.StartTime is { } start)
                json.WriteString("startTime", Rfc3339.Format(start));
            if (entry.CompletionTime is { } completion)
                json.WriteString("completionTime", Rfc3339.Format(completion));
            json.WriteStartObject("options");
            foreach (var (key, value) in entry.Options.OrderBy(option => option.Key, StringComparer.Ordinal))
                json.WriteString(key, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads a line back; on false <paramref name="error"/> says what is wrong.</summary>
    public static bool TryParse(string line, out HistoryEntry entry, out string error)
    {
        entry = null!;
        error = "";
        try
        {
            using var json = JsonDocument.Parse(line);
            entry = Read(json.RootElement);
            return true;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            error = e.Message;
            return false;
        }
    }

    private static HistoryEntry Read(JsonElement json) =>
        new()
        {
            Run = new RunId(TextOf(json, "run") ?? throw new FormatException("'run' is missing")),
            SetTime = TimeOf(json, "setTime") ?? throw new FormatException("'setTime' is missing"),
            Manager = TextOf(json, "manager"),
            User = TextOf(json, "user"),
            Status = StatusOf(TextOf(json, "status")),
            IsReplaced = json.TryGetProperty("replaced", out var replaced) && replaced.GetBoolean(),
            Counts = new(
                CountOf(json, "desired"),
                CountOf(json, "pending"),
                CountOf(json, "running"),
                CountOf(json, "succeeded"),
                CountOf(json, "failed"),
                CountOf(json, "cancelled"),
                CountOf(json, "rejected"),
                CountOf(json, "unknown")
            ),
            StartTime = TimeOf(json, "startTime"),
            CompletionTime = TimeOf(json, "completionTime"),
            Options = json.TryGetProperty("options", out var options)
                ? options
                    .EnumerateObject()
                    .GroupBy(option => option.Name)
                    .ToDictionary(group => group.Key, group => group.Last().Value.GetString() ?? "", StringComparer.Ordinal)
                : new Dictionary<string, string>(),
        };

    private static (string Name, int Count)[] CountsOf(PhaseCounts counts) =>
        [
            ("desired", counts.Desired),
            ("pending", counts.Pending),
            ("running", counts.Running),
            ("succeeded", counts.Succeeded),
            ("failed", counts.Failed),
            ("cancelled", counts.Cancelled),
            ("rejected", counts.Rejected),
            ("unknown", counts.Unknown),
        ];

    private static string? TextOf(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static int CountOf(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetInt32() : 0;

    private static DateTimeOffset? TimeOf(JsonElement json, string name)
    {
        if (TextOf(json, name) is not { } text)
            return null;
        return Rfc3339.TryParse(text, out var time, out var error)
            ? time
            : throw new FormatException($"'{name}' has the bad value '{Shown.Of(text)}': {error}");
    }

    private static RolloutStatus StatusOf(string? text)
    {
        var index = Array.IndexOf(Enum.GetNames<RolloutStatus>(), text);
        return index >= 0
            ? Enum.GetValues<RolloutStatus>()[index]
            : throw new FormatException($"'status' has the bad value '{Shown.Of(text ?? "")}'");
    }
}
