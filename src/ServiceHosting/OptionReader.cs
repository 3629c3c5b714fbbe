using System.Globalization;
using System.Net;
using NodeTasker.TaskModel;

namespace NodeTasker.ServiceHosting;

/// <summary>Reads flags before environment before defaults, and collects everything that is wrong.</summary>
public sealed class OptionReader
{
    private readonly Dictionary<string, List<string>> _given = [];
    private readonly List<string> _problems = [];
    private readonly Func<string, string?> _environment;

    /// <summary>Takes the command line apart.</summary>
    /// <param name="names">The options there are, without their dashes. Each takes a value, and only <c>task</c> can be repeated.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="environment">The value of a variable, or null.</param>
    public OptionReader(IReadOnlyList<string> names, IReadOnlyList<string> arguments, Func<string, string?> environment)
    {
        _environment = environment;
        ReadFlags(names, arguments);
    }

    /// <summary>What is wrong so far; empty when nothing is.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Adds what is wrong.</summary>
    public void Refuse(string problem) => _problems.Add(problem);

    /// <summary>The options that every service has, on top of <paramref name="defaults"/>.</summary>
    /// <param name="defaults">The rest.</param>
    /// <param name="podNamespace">The pod's own namespace, or null.</param>
    public T ReadCommon<T>(T defaults, Func<string?> podNamespace)
        where T : ServiceOptions =>
        defaults with
        {
            Namespace = DnsName("namespace", Value("namespace") ?? podNamespace() ?? WellKnown.DefaultNamespace),
            Tasks = TaskNames() ?? defaults.Tasks,
            Kubeconfig = ExistingFile("kubeconfig"),
            Listen = Endpoint("listen", defaults.Listen),
            LogFormat = OneOf("log-format", defaults.LogFormat),
            LogLevel = OneOf("log-level", defaults.LogLevel),
        };

    /// <summary>Whether it is a flag of the command line, even an empty one.</summary>
    public bool IsFlag(string option) => _given.ContainsKey(option);

    /// <summary>What is given for it; null when nothing or an empty text is.</summary>
    public string? Value(string option) => Text(option) is { Length: > 0 } text ? text : null;

    /// <summary>A Node's name, in lower case as kubelets register a host's name, however it is written.</summary>
    public string RequiredNodeName(string option) => DnsName(option, (Value(option) ?? "").ToLowerInvariant());

    /// <summary>A whole number from 0 on.</summary>
    public int Number(string option, int fallback)
    {
        if (Value(option) is not { } text)
            return fallback;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            return value;
        Refuse($"--{option} '{text}' is not a whole number from 0 on.");
        return fallback;
    }

    /// <summary>One of the names of an enumeration, in any case.</summary>
    public T OneOf<T>(string option, T fallback)
        where T : struct, Enum
    {
        if (Value(option) is not { } text)
            return fallback;
        // Not Enum.TryParse, which takes numbers and lists too.
        var index = Array.FindIndex(Enum.GetNames<T>(), name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
            return Enum.GetValues<T>()[index];
        Refuse($"--{option} '{text}' is not one of {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}.");
        return fallback;
    }

    private static string VariableOf(string option) => "NODE_TASKER_" + option.ToUpperInvariant().Replace('-', '_');

    private void ReadFlags(IReadOnlyList<string> names, IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                Refuse($"'{argument}' is not an option; options start with --.");
                continue;
            }

            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? argument[2..] : argument[2..equals];
            if (!names.Contains(name))
            {
                Refuse($"unknown option --{name}; known are --{string.Join(", --", names)}.");
                if (equals < 0 && i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
                    i++;
                continue;
            }

            if (equals < 0 && i + 1 >= arguments.Count)
            {
                Refuse($"--{name} needs a value.");
                continue;
            }

            var value = equals < 0 ? arguments[++i] : argument[(equals + 1)..];
            if (!_given.TryGetValue(name, out var values))
                _given[name] = values = [];
            values.Add(value);
        }

        foreach (var (name, values) in _given)
        {
            if (values.Count > 1 && name != "task")
                Refuse($"--{name} is given {values.Count} times; once is right.");
        }
    }

    private string? Text(string option) => _given.TryGetValue(option, out var values) ? values[^1] : _environment(VariableOf(option));

    private List<string>? TaskNames()
    {
        var given = _given.TryGetValue("task", out var values)
            ? values
            : Value("task")?.Split(',', StringSplitOptions.TrimEntries).ToList();
        if (given is null)
            return null;
        foreach (var name in given)
            DnsName("task", name);
        return [.. given.Distinct()];
    }

    private string DnsName(string option, string value)
    {
        if (value.Length == 0)
            Refuse($"--{option} ({VariableOf(option)}) is required.");
        else if (!KubernetesName.IsSubdomain(value))
            Refuse($"--{option} '{value}' is not a Kubernetes name: lower case letters, digits, '-' and '.', at most 253.");
        return value;
    }

    private string? ExistingFile(string option)
    {
        var file = Value(option);
        if (file is not null && !File.Exists(file))
            Refuse($"--{option} '{file}': there is no such file.");
        return file;
    }

    private string Endpoint(string option, string fallback)
    {
        var value = Text(option) ?? fallback;
        if (value.Length > 0 && (!IPEndPoint.TryParse(value, out _) || !HasPort(value)))
            Refuse($"--{option} '{value}' is not ADDRESS:PORT, as {fallback} (empty switches it off).");
        return value;
    }

    /// <summary>An address alone is parsed as an endpoint as well, with port 0.</summary>
    private static bool HasPort(string value) =>
        value.LastIndexOf(':') is > 0 and var colon && (value[colon - 1] == ']' || value.IndexOf(':', StringComparison.Ordinal) == colon);
}
