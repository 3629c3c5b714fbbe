namespace NodeTasker.TaskModel;

/// <summary>The known word that somebody most likely meant.</summary>
public static class KeySuggestion
{
    // What people know from Job, Pod, CronJob and DaemonSet.
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.OrdinalIgnoreCase)
    {
        ["script"] = "task",
        ["command"] = "task",
        ["activeDeadlineSeconds"] = "timeout",
        ["deadline"] = "timeout",
        ["terminationGracePeriodSeconds"] = "gracePeriod",
        ["backoffLimit"] = "retries",
        ["restartPolicy"] = "retries",
        ["selector"] = "nodeSelector",
        ["nodeName"] = "nodes",
        ["completions"] = "nodes",
        ["maxUnavailable"] = "parallelism",
        ["concurrency"] = "parallelism",
        ["suspend"] = "paused",
        ["runAsUser"] = "user",
        ["workdir"] = "workingDir",
        ["cwd"] = "workingDir",
        ["cron"] = "schedule",
        ["tz"] = "timeZone",
        ["environment"] = "env.NAME",
        ["env"] = "env.NAME",
        ["file"] = "file.NAME",
        ["files"] = "file.NAME",
    };

    private static readonly string[] Keys = [.. KnownKeys.All.Where(key => !key.IsFamily).Select(key => key.Name)];

    /// <summary>The key that <paramref name="unknown"/> may stand for, or null.</summary>
    public static string? ForKey(string unknown)
    {
        if (Elsewhere.TryGetValue(unknown, out var known))
            return known;

        var dot = unknown.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0 && dot < unknown.Length - 1)
        {
            var family = unknown[..dot].ToLowerInvariant() is "environment" ? "env" : Nearest(unknown[..dot], ["env", "file"]);
            return family is null ? null : $"{family}.{unknown[(dot + 1)..]}";
        }

        return Nearest(unknown, Keys);
    }

    /// <summary>The nearest of <paramref name="known"/>, or null when none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        var (nearest, distance) = known
            .Where(candidate => Math.Abs(candidate.Length - word.Length) <= CutOff(candidate))
            .Select(candidate => (Candidate: candidate, Distance: Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .OrderBy(entry => entry.Distance)
            .FirstOrDefault(("", int.MaxValue));
        return distance <= CutOff(nearest) ? nearest : null;
    }

    // One slip in a short word, two or three in a long one.
    private static int CutOff(string word) => Math.Max(1, word.Length / 4);

    // Damerau-Levenshtein over adjacent transpositions (optimal string alignment).
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                var replaced = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[left.Length, right.Length];
    }
}
