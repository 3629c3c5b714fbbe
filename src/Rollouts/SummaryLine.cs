using System.Globalization;

namespace NodeTasker.Rollouts;

/// <summary>A node's line in the summary: <c>Succeeded exitCode=0 duration=1.204s</c>, <c>Failed NonZeroExit exitCode=3 duration=20ms</c>, <c>Pending NoAgent age=3m</c>.</summary>
public static class SummaryLine
{
    /// <summary>The line of <paramref name="node"/>, its age as of <paramref name="now"/>.</summary>
    public static string Of(NodeProgress node, DateTimeOffset now)
    {
        var line = node.Phase.ToString();
        if (node.Reason is { Length: > 0 } reason)
            line += " " + reason;
        if (node.ExitCode is { } code)
            line += string.Create(CultureInfo.InvariantCulture, $" exitCode={code}");
        if (node.Duration is { } duration)
            line += " duration=" + Duration.Format(duration);
        if (node.Since is { } since && CoarseAge.Of(since, now) is { Length: > 0 } age)
            line += " age=" + age;
        return line;
    }

    /// <summary>Reads a line back; an age becomes a time as of <paramref name="now"/>, and is left out where that is null.</summary>
    public static bool TryParse(string node, string line, DateTimeOffset? now, out NodeProgress progress)
    {
        progress = null!;
        var words = line.Split(' ');
        var phase = Array.IndexOf(Enum.GetNames<NodePhase>(), words[0]);
        if (phase < 0)
            return false;

        var read = new NodeProgress(node, Enum.GetValues<NodePhase>()[phase]);
        foreach (var word in words.AsSpan(1))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 && read.Reason is null && word.Length > 0)
                read = read with { Reason = word };
            else if (equals < 0 || !TryReadValue(word[..equals], word[(equals + 1)..], now, ref read))
                return false;
        }

        progress = read;
        return true;
    }

    private static bool TryReadValue(string key, string value, DateTimeOffset? now, ref NodeProgress node)
    {
        switch (key)
        {
            case "exitCode" when int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code):
                node = node with { ExitCode = code };
                return true;
            case "duration" when Duration.TryParse(value, out var duration, out _):
                node = node with { Duration = duration };
                return true;
            case "age" when CoarseAge.TryParse(value, out var age):
                node = node with { Since = now - age };
                return true;
            default:
                return false;
        }
    }
}
