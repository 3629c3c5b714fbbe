using System.Globalization;

namespace NodeTasker.Rollouts;

/// <summary>The ledger of the grants, between <see cref="GrantLedger"/> and its ConfigMap.</summary>
/// <remarks>
/// One key for each node: <c>granted RUN TIME</c> or <c>revoked RUN TIME</c>; and <c>_halt</c>: <c>RUN maxFailures=2 rerun=- time=TIME</c>; and <c>_soak</c>: <c>RUN wave=2 time=TIME</c>. No node's name
/// has an underscore. What can't be read is an error and never an empty ledger, which would give everything once more.
/// </remarks>
public static class LedgerCodec
{
    private const string HaltKey = "_halt";
    private const string SoakKey = "_soak";
    private const string NoRerun = "-";

    /// <summary>The data of its ConfigMap.</summary>
    public static IReadOnlyDictionary<string, string> Encode(GrantLedger ledger)
    {
        var data = new Dictionary<string, string>(ledger.Grants.Count + 1, StringComparer.Ordinal);
        foreach (var (node, grant) in ledger.Grants)
            data[node] = Written(grant);
        if (ledger.Halt is { } halt)
            data[HaltKey] =
                $"{halt.Run} maxFailures={halt.MaxFailures} rerun={halt.Rerun?.Value ?? NoRerun} time={Rfc3339.Format(halt.Time)}";
        if (ledger.Soak is { } soak)
            data[SoakKey] = string.Create(CultureInfo.InvariantCulture, $"{soak.Run} wave={soak.Wave} time={Rfc3339.Format(soak.Time)}");
        return data;
    }

    /// <summary>Reads it back; on false <paramref name="error"/> says which key is wrong, and what to do.</summary>
    public static bool TryDecode(IReadOnlyDictionary<string, string> data, out GrantLedger ledger, out string error)
    {
        ledger = GrantLedger.Empty;
        var grants = new Dictionary<string, Grant>(data.Count, StringComparer.Ordinal);
        HaltMark? halt = null;
        SoakMark? soak = null;
        foreach (var (key, value) in data)
        {
            var words = value.Split(' ');
            var isGood = key switch
            {
                HaltKey => TryReadHalt(words, out halt),
                SoakKey => TryReadSoak(words, out soak),
                _ => !key.StartsWith('_') && TryReadGrant(words, key),
            };
            if (isGood)
                continue;
            error =
                $"the key '{Shown.Of(key)}' has the bad value '{Shown.Of(value)}'; somebody else wrote it. Nothing is granted meanwhile: remove the key once that node runs nothing of the task.";
            return false;
        }

        ledger = new GrantLedger(grants, halt) { Soak = soak };
        error = "";
        return true;

        bool TryReadGrant(string[] words, string node)
        {
            if (
                words is not [("granted" or "revoked") and var word, { Length: > 0 } run, var text]
                || !Rfc3339.TryParse(text, out var time, out _)
            )
                return false;
            grants[node] = new Grant(new RunId(run), time, word == "revoked");
            return true;
        }
    }

    /// <summary>What a grant adds to the ConfigMap, in bytes.</summary>
    internal static int SizeOf(string node, Grant grant) => node.Length + Written(grant).Length;

    private static string Written(Grant grant) => $"{(grant.IsRevoked ? "revoked" : "granted")} {grant.Run} {Rfc3339.Format(grant.Time)}";

    private static bool TryReadHalt(string[] words, out HaltMark? halt)
    {
        halt = null;
        if (
            words is not [{ Length: > 0 } run, var maxText, var rerunText, var timeText]
            || !TryTake(maxText, "maxFailures=", out var max)
            || !CountOrPercent.TryParse(max, out var maxFailures, out _)
            || !TryTake(rerunText, "rerun=", out var rerun)
            || !TryTake(timeText, "time=", out var time)
            || !Rfc3339.TryParse(time, out var at, out _)
        )
        {
            return false;
        }

        halt = new HaltMark(new RunId(run), maxFailures, rerun == NoRerun ? null : new RunId(rerun), at);
        return true;
    }

    private static bool TryReadSoak(string[] words, out SoakMark? soak)
    {
        soak = null;
        if (
            words is not [{ Length: > 0 } run, var waveText, var timeText]
            || !TryTake(waveText, "wave=", out var wave)
            || !int.TryParse(wave, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !TryTake(timeText, "time=", out var time)
            || !Rfc3339.TryParse(time, out var at, out _)
        )
        {
            return false;
        }

        soak = new SoakMark(new RunId(run), number, at);
        return true;
    }

    private static bool TryTake(string text, string prefix, out string value)
    {
        value = text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : "";
        return value.Length > 0;
    }
}
