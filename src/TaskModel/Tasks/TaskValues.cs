using System.Text;

namespace NodeTasker.TaskModel;

/// <summary>A task's values by key, and what is wrong with them.</summary>
internal sealed class TaskValues(TaskDocument document)
{
    private readonly List<TaskProblem> _problems = [];

    /// <summary>Reads a value, or says why not.</summary>
    public delegate bool Parser<T>(string text, out T value, out string error);

    public IReadOnlyList<TaskProblem> Problems => _problems;

    public void Add(string key, string message) => _problems.Add(new TaskProblem(key, message));

    public T Read<T>(string key, T absent, Parser<T> parser)
    {
        if (!document.Data.TryGetValue(key, out var text))
            return absent;

        if (parser(text, out var value, out var error))
            return value;

        AddBadValue(key, text, error);
        return absent;
    }

    public T ReadUnlessEmpty<T>(string key, T absent, Parser<T> parser) =>
        document.Data.GetValueOrDefault(key, "").Length == 0 ? absent : Read(key, absent, parser);

    public CronSchedule? ReadSchedule()
    {
        var zone = document.Data.GetValueOrDefault("timeZone");
        if (zone is not null && !IanaTimeZone.TryParse(zone, out _, out var error))
        {
            AddBadValue("timeZone", zone, error);
            zone = null;
        }

        return Read<CronSchedule?>("schedule", null, ParseSchedule);

        bool ParseSchedule(string text, out CronSchedule? value, out string error)
        {
            var isGood = CronSchedule.TryParse(text, zone, out var schedule, out error);
            value = schedule;
            return isGood;
        }
    }

    public Dictionary<string, string> ReadEnv()
    {
        var env = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in document.Data.Where(entry => KnownKeys.IsEnv(entry.Key)))
        {
            var name = key["env.".Length..];
            if (HostValues.CheckEnvName(name) is { } badName)
                Add(key, $"key '{Shown.Of(key)}': {badName}");
            else if (value.Contains('\0', StringComparison.Ordinal))
                Add(key, $"key '{Shown.Of(key)}': its value contains a NUL, which no environment can hold");
            else if (!ScriptCheck.IsWellFormed(value))
                Add(key, $"key '{Shown.Of(key)}': its value contains half of a character; put bytes into file.NAME");
            else
                env[name] = value;
        }

        return env;
    }

    public Dictionary<string, byte[]> ReadFiles()
    {
        var texts = document.Data.Select(entry => (entry.Key, Content: (Func<byte[]>)(() => Encoding.UTF8.GetBytes(entry.Value))));
        var binaries = document.BinaryData.Select(entry => (entry.Key, Content: (Func<byte[]>)(() => entry.Value)));

        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (key, content) in texts.Concat(binaries).Where(entry => KnownKeys.IsFile(entry.Key)))
        {
            var name = key["file.".Length..];
            if (files.ContainsKey(name))
                Add(key, $"key '{Shown.Of(key)}' is in data and in binaryData; keep one");
            else if (HostValues.CheckFileName(name) is { } badName)
                Add(key, $"key '{Shown.Of(key)}': {badName}");
            else
                files[name] = content();
        }

        return files;
    }

    public void RejectUnknownKeys(bool hasScript)
    {
        foreach (var key in document.Data.Keys.Union(document.BinaryData.Keys, StringComparer.Ordinal))
        {
            if (!KnownKeys.TryFind(key, out _))
                Add(key, $"unknown key '{Shown.Of(key)}'{Advice(key, hasScript)}");
        }
    }

    public void RejectBinary()
    {
        foreach (var key in document.BinaryData.Keys)
        {
            if (key == "task")
                Add(key, "key 'task' is binary, not the text of a script: put a binary into file.NAME and call it from the script");
            else if (KnownKeys.TryFind(key, out _) && !KnownKeys.IsFile(key))
                Add(key, $"key '{Shown.Of(key)}' is in binaryData; only file.NAME may be binary, so put it into data");
        }
    }

    public void RejectWithout(string key, string other, string meaning)
    {
        if (document.Data.GetValueOrDefault(key, "").Length > 0 && document.Data.GetValueOrDefault(other, "").Length == 0)
            Add(key, $"key '{key}' needs the key '{other}': it is {meaning}");
    }

    private void AddBadValue(string key, string text, string error)
    {
        var expected = KnownKeys.TryFind(key, out var known) ? known.Value : "";
        var white = text.Length > 0 && text.Trim().Length < text.Length ? "; remove the white space around it" : "";
        Add(key, $"key '{Shown.Of(key)}' has the bad value '{Shown.Of(text)}': {error}; expected {expected}{white}");
    }

    private string Advice(string key, bool hasScript)
    {
        if (KeySuggestion.ForKey(key) is { } nearest)
            return $"; did you mean '{Shown.Of(nearest)}'?";

        var looksLikeScript =
            key.EndsWith(".sh", StringComparison.Ordinal)
            || document.Data.GetValueOrDefault(key, "").StartsWith("#!", StringComparison.Ordinal);
        if (!looksLikeScript)
            return "; the known keys are in the task reference";

        return hasScript
            ? $"; a file beside the script is 'file.{Shown.Of(key)}'"
            : $"; the script belongs into 'task', as with --from-file=task={Shown.Of(key)}";
    }
}
