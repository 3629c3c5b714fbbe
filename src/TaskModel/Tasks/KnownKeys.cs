using System.Diagnostics.CodeAnalysis;

namespace NodeTasker.TaskModel;

/// <summary>Every key that a task can have: the one table that messages, flags and documentation are made of.</summary>
public static class KnownKeys
{
    private const string ADuration = "a duration such as 90s, 10m or 1h30m, at most 720h";
    private const string ABoolean = "true or false";

    /// <summary>All keys, in the order in which they are documented.</summary>
    public static IReadOnlyList<KnownKey> All { get; } =
    [
        new(
            "task",
            KeyKind.Text,
            "the text of a script of at most 900 KiB",
            "nothing to do",
            "the script: a text with a #! line, or plain sh"
        ),
        new("timeout", KeyKind.Duration, $"{ADuration}; 0 for none", "1h", "the script gets TERM after this, then KILL after gracePeriod"),
        new("gracePeriod", KeyKind.Duration, ADuration, "10s", "the time between TERM and KILL"),
        new("retries", KeyKind.WholeNumber, "a whole number from 0 to 100", "0", "more attempts after a failure on a node"),
        new("retryDelay", KeyKind.Duration, ADuration, "10s", "the wait before such an attempt"),
        new(
            "nodeSelector",
            KeyKind.Selector,
            "a Kubernetes label selector such as role=worker,!gpu,zone in (a,b)",
            "all",
            "which nodes, by label"
        ),
        new("nodes", KeyKind.List, "a comma list of node names and globs such as worker-1,edge-*", "all", "which nodes, by name"),
        new(
            "parallelism",
            KeyKind.Nodes,
            "a number of nodes such as 5, or a percentage from 1% to 100%",
            "100%",
            "how many nodes run at a time"
        ),
        new(
            "waves",
            KeyKind.List,
            "a comma list of sizes such as 1,10%,50%, each at least 1 or 1%",
            "none",
            "canaries: each wave must have finished before the next starts"
        ),
        new("soak", KeyKind.Duration, $"{ADuration}, together with waves", "0s", "the wait between waves"),
        new(
            "maxFailures",
            KeyKind.Nodes,
            "a number of nodes such as 3, or a percentage from 0% to 100%",
            "100%",
            "no further node starts once more than this many have failed"
        ),
        new("paused", KeyKind.Boolean, ABoolean, "false", "no further node starts; running nodes finish"),
        Choice("newNodes", "Run", "Skip", "what of nodes that join after the task was set"),
        Choice("concurrencyPolicy", "Wait", "Replace", "what if the task changes while a node still runs the old one"),
        new("everyBoot", KeyKind.Boolean, ABoolean, "false", "run again after each boot of the node"),
        Choice("onInterrupted", "Fail", "Rerun", "what if the node rebooted, or the outcome was lost"),
        new(
            "user",
            KeyKind.User,
            "a user name of the host such as root or backup, or a uid from 0 to 4294967294",
            "root",
            "who runs the script"
        ),
        new(
            "workingDir",
            KeyKind.Text,
            "an absolute path of the host such as /var/tmp, without '..'",
            "the run's own folder",
            "where the script runs"
        ),
        new(
            "cpu",
            KeyKind.Quantity,
            "a Kubernetes quantity of cores such as 500m or 2, at least 1m",
            "none",
            "the limit of the whole process tree"
        ),
        new(
            "memory",
            KeyKind.Quantity,
            "a Kubernetes quantity of bytes such as 256Mi or 1Gi, at least 1Mi",
            "none",
            "the limit of the whole process tree"
        ),
        new("pids", KeyKind.WholeNumber, "a whole number from 1 to 4194304", "none", "the limit of processes and threads together"),
        new("env.NAME", KeyKind.Text, "text without NUL", "none", "a variable of the script's environment"),
        new("file.NAME", KeyKind.Text, "text or binaryData", "none", "a file put beside the script"),
        new(
            "outputLimit",
            KeyKind.Quantity,
            "a Kubernetes quantity of bytes such as 32Ki, from 1 to 512Ki",
            "32Ki",
            "how much of the output goes into the result"
        ),
        new(
            "schedule",
            KeyKind.Text,
            "five cron fields such as '30 4 * * mon-fri', or @hourly, @daily, @weekly, @monthly, @yearly",
            "none",
            "run again at these times"
        ),
        new(
            "timeZone",
            KeyKind.TimeZone,
            "an IANA time zone such as Europe/Berlin or UTC, together with schedule",
            "UTC",
            "the time zone of schedule"
        ),
        new("nonce", KeyKind.Text, "any text", "none", "change it to run the same script again"),
        new("signature", KeyKind.Text, "base64 of an ECDSA P-256 signature", "none", "who vouches for the task"),
        new("notAfter", KeyKind.Time, "an RFC 3339 time such as 2026-11-22T10:04:05Z", "none", "nothing starts after it"),
        new(
            "audience",
            KeyKind.Text,
            "a text that is not empty",
            "none",
            "the agents that may run the task: those with the same --audience"
        ),
    ];

    private static readonly Dictionary<string, KnownKey> ByName = All.Where(key => !key.IsFamily)
        .ToDictionary(key => key.Name, StringComparer.Ordinal);
    private static readonly KnownKey[] Families = [.. All.Where(key => key.IsFamily)];

    private static KnownKey Choice(string name, string byDefault, string other, string meaning) =>
        new(name, KeyKind.Choice, $"{byDefault} or {other}", byDefault, meaning) { Words = [byDefault, other] };

    /// <summary>The entry of <paramref name="key"/> as written in a ConfigMap; <c>env.PATH</c> has that of <c>env.NAME</c>.</summary>
    public static bool TryFind(string key, [NotNullWhen(true)] out KnownKey? known)
    {
        known = ByName.GetValueOrDefault(key) ?? Array.Find(Families, family => key.StartsWith(family.Prefix, StringComparison.Ordinal));
        return known is not null;
    }

    internal static bool IsEnv(string key) => key.StartsWith("env.", StringComparison.Ordinal);

    internal static bool IsFile(string key) => key.StartsWith("file.", StringComparison.Ordinal);

    internal static bool IsPartOfRun(string key) => key is "task" or "user" or "workingDir" or "nonce" || IsEnv(key) || IsFile(key);
}
