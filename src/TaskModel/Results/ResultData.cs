using System.Globalization;
using System.Text;

namespace NodeTasker.TaskModel;

/// <summary>The <c>data</c> of a result.</summary>
internal sealed class ResultData(IReadOnlyDictionary<string, string> data)
{
    private const int MaxMessage = 16 * 1024;

    /// <summary>The first thing that is wrong, or null.</summary>
    public string? Error { get; private set; }

    private delegate bool Parser<T>(string text, out T value);

    public static Dictionary<string, string> Of(RunRecord record)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["node"] = record.Node,
            ["run"] = record.Run.Value,
            ["phase"] = record.Phase.ToString(),
        };
        var output = record.Output is null ? null : Cut(record.Output, OutputExcerpt.MaxLimit);
        var isCut = output?.Length < record.Output?.Length;

        Add("reason", record.Reason);
        Add("message", record.Message is null ? null : Cut(record.Message, MaxMessage));
        Add("exitCode", record.ExitCode?.ToString(CultureInfo.InvariantCulture));
        Add("signal", record.Signal?.ToString(CultureInfo.InvariantCulture));
        Add("startTime", record.StartTime is { } start ? Rfc3339.Format(start) : null);
        Add("completionTime", record.CompletionTime is { } completion ? Rfc3339.Format(completion) : null);
        Add("duration", record.Duration is { } duration ? Duration.Format(duration) : null);
        Add("output", output);
        Add("logPath", record.LogPath);
        Add("signedBy", record.SignedBy);
        if (record.Attempt > 0)
        {
            Add("attempt", record.Attempt.ToString(CultureInfo.InvariantCulture));
            Add("outputBytes", record.OutputBytes.ToString(CultureInfo.InvariantCulture));
            Add("outputTruncated", record.OutputTruncated || isCut ? "true" : "false");
        }

        return data;

        void Add(string key, string? value)
        {
            if (value is not null)
                data[key] = value;
        }
    }

    public RunRecord Read(string task) =>
        new()
        {
            Task = task,
            Node = Required("node"),
            Run = new RunId(Required("run")),
            Phase = ReadOptional<RunPhase>("phase", TryParsePhase) ?? MissingPhase(),
            Reason = data.GetValueOrDefault("reason"),
            Message = data.GetValueOrDefault("message"),
            ExitCode = ReadOptional<int>("exitCode", TryParseInt),
            Signal = ReadOptional<int>("signal", TryParseInt),
            Attempt = ReadOptional<int>("attempt", TryParseInt) ?? 0,
            StartTime = ReadOptional<DateTimeOffset>("startTime", TryParseTime),
            CompletionTime = ReadOptional<DateTimeOffset>("completionTime", TryParseTime),
            Duration = ReadOptional<TimeSpan>("duration", TryParseDuration),
            Output = data.GetValueOrDefault("output"),
            OutputBytes = ReadOptional<long>("outputBytes", TryParseLong) ?? 0,
            OutputTruncated = ReadOptional<bool>("outputTruncated", bool.TryParse) ?? false,
            LogPath = data.GetValueOrDefault("logPath"),
            SignedBy = data.GetValueOrDefault("signedBy"),
        };

    private string Required(string key)
    {
        if (data.TryGetValue(key, out var value))
            return value;

        Error ??= $"the key '{key}' is missing";
        return "";
    }

    private T? ReadOptional<T>(string key, Parser<T> parser)
        where T : struct
    {
        if (!data.TryGetValue(key, out var text))
            return null;

        if (parser(text, out var value))
            return value;

        Error ??= $"the key '{key}' has the bad value '{Shown.Of(text)}'";
        return null;
    }

    private RunPhase MissingPhase()
    {
        Error ??= "the key 'phase' is missing";
        return default;
    }

    private static bool TryParsePhase(string text, out RunPhase phase)
    {
        var index = Array.IndexOf(Enum.GetNames<RunPhase>(), text);
        phase = index < 0 ? default : Enum.GetValues<RunPhase>()[index];
        return index >= 0;
    }

    private static bool TryParseInt(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static bool TryParseLong(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static bool TryParseTime(string text, out DateTimeOffset time) => Rfc3339.TryParse(text, out time, out _);

    private static bool TryParseDuration(string text, out TimeSpan duration) => Duration.TryParse(text, out duration, out _);

    // By whole characters; a character takes up to three bytes for each of its UTF-16 units.
    private static string Cut(string text, int maxBytes)
    {
        if (text.Length <= maxBytes / 3 || Encoding.UTF8.GetByteCount(text) <= maxBytes)
            return text;

        var bytes = 0;
        var end = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > maxBytes)
                break;

            end += rune.Utf16SequenceLength;
        }

        return text[..end];
    }
}
