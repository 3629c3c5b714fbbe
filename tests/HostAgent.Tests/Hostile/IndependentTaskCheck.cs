using System.Text.Json;
using System.Text.RegularExpressions;

namespace NodeTasker.HostAgent.Tests.Hostile;

/// <summary>What must be true of a task that starts, said once more by other means: the JSON as it stands, and a pattern for each key.</summary>
internal static partial class IndependentTaskCheck
{
    private const string Duration = @"0|(\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))*";
    private const string CountOrPercent = @"\d{1,10}%?";
    private const string Quantity = @"\+?(\d+\.?\d*|\.\d+)(m|k|[KMGTPE]i?|[eE][+-]?\d+|n|u)?";

    private static readonly Dictionary<string, string> Values = new()
    {
        ["timeout"] = Duration,
        ["gracePeriod"] = Duration,
        ["retryDelay"] = Duration,
        ["soak"] = Duration,
        ["retries"] = @"\d{1,3}|0*\d{1,3}",
        ["nodeSelector"] = @"[-A-Za-z0-9._/=!,() \t\r\n]*",
        ["nodes"] = @"[-a-z0-9.*?\[\]^!, \t\r\n]*",
        ["parallelism"] = CountOrPercent,
        ["maxFailures"] = CountOrPercent,
        ["waves"] = @"[\d%, \t\r\n]*",
        ["paused"] = "true|false",
        ["everyBoot"] = "true|false",
        ["newNodes"] = "Run|Skip",
        ["concurrencyPolicy"] = "Wait|Replace",
        ["onInterrupted"] = "Fail|Rerun",
        ["user"] = @"|[^-:/\s\x00-\x1f\x7f-\x9f][^:/\x00-\x1f\x7f-\x9f]*|0*\d{1,10}",
        ["workingDir"] = @"|/(?!\.\./)(?!.*/\.\.(/|$))[^\x00-\x1f\x7f-\x9f]*",
        ["cpu"] = Quantity,
        ["memory"] = Quantity,
        ["pids"] = Quantity,
        ["outputLimit"] = Quantity,
        ["schedule"] = @"|@[a-z]+|[-0-9A-Za-z*/,?#]+(\s+[-0-9A-Za-z*/,?#]+){4}\s*",
        ["timeZone"] = @"|[A-Za-z0-9_+/-]+",
        ["nonce"] = @"[\s\S]*",
        ["signature"] = @"[A-Za-z0-9+/=\s]+",
        ["notAfter"] = @"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)",
        ["audience"] = @"[^\p{Cc}]+",
    };

    private static readonly Dictionary<string, Regex> Patterns = Values.ToDictionary(
        entry => entry.Key,
        entry => new Regex($@"\A(?:{entry.Value})\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5))
    );

    /// <summary>Why the ConfigMap must not start with <paramref name="script"/>; null when it may.</summary>
    public static string? WhyNot(byte[] configMap, string script)
    {
        using var json = JsonDocument.Parse(configMap);
        var data = json.RootElement.GetProperty("data");
        if (
            data.GetProperty("task").GetString() != script
            || string.IsNullOrWhiteSpace(script)
            || script.Contains('\0', StringComparison.Ordinal)
        )
            return "the script is another";
        foreach (var member in data.EnumerateObject())
        {
            var text = member.Value.ValueKind == JsonValueKind.Null ? "" : member.Value.GetString()!;
            if (member.Name is "task" || WhyNot(member.Name, text) is not { } problem)
                continue;
            return problem;
        }

        if (!json.RootElement.TryGetProperty("binaryData", out var binary) || binary.ValueKind == JsonValueKind.Null)
            return null;
        return
            binary.EnumerateObject().FirstOrDefault(member => !FileKey().IsMatch(member.Name))
                is { Value.ValueKind: not JsonValueKind.Undefined } bad
            ? $"binary {bad.Name}"
            : null;
    }

    private static string? WhyNot(string key, string text)
    {
        if (EnvKey().IsMatch(key))
            return text.Contains('\0', StringComparison.Ordinal) ? $"NUL in {key}" : null;
        if (FileKey().IsMatch(key))
            return null;
        if (!Patterns.TryGetValue(key, out var pattern))
            return $"unknown key {key}";
        return pattern.IsMatch(text) ? null : $"{key}='{text}'";
    }

    [GeneratedRegex(@"\Aenv\.(?!NODE_TASKER_)[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex EnvKey();

    [GeneratedRegex(@"\Afile\.(?!\.{1,2}\z)(?!script\z)(?!output\.log\z)[A-Za-z0-9._][A-Za-z0-9._-]{0,254}\z")]
    private static partial Regex FileKey();
}
