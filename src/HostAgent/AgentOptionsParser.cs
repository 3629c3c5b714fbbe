using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Signing;

namespace NodeTasker.HostAgent;

/// <summary>Reads flags before environment before defaults, and reports everything that is wrong at once.</summary>
internal sealed class AgentOptionsParser
{
    private static readonly string[] Names =
    [
        "node-name", "namespace", "task", "state-dir", "kubeconfig", "host-pid", "launcher", "listen", "max-log-size", "trusted-keys", "audience", "log-format", "log-level",
    ];

    private readonly Dictionary<string, List<string>> _given = [];
    private readonly List<string> _problems = [];
    private readonly Func<string, string?> _environment;

    private AgentOptionsParser(Func<string, string?> environment) => _environment = environment;

    public static bool TryParse(
        IReadOnlyList<string> arguments,
        Func<string, string?> environment,
        Func<string?> podNamespace,
        [NotNullWhen(true)] out AgentOptions? options,
        out IReadOnlyList<string> problems)
    {
        var parser = new AgentOptionsParser(environment);
        parser.ReadFlags(arguments);
        options = parser.Build(podNamespace);
        problems = parser._problems;
        if (problems.Count > 0) options = null;
        return options is not null;
    }

    private static string VariableOf(string name) => "NODE_TASKER_" + name.ToUpperInvariant().Replace('-', '_');

    private void ReadFlags(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                _problems.Add($"'{argument}' is not an option; options start with --.");
                continue;
            }

            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? argument[2..] : argument[2..equals];
            if (!Names.Contains(name))
            {
                _problems.Add($"unknown option --{name}; known are --{string.Join(", --", Names)}.");
                if (equals < 0 && i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal)) i++;
                continue;
            }

            if (equals < 0 && i + 1 >= arguments.Count)
            {
                _problems.Add($"--{name} needs a value.");
                continue;
            }

            var value = equals < 0 ? arguments[++i] : argument[(equals + 1)..];
            if (!_given.TryGetValue(name, out var values)) _given[name] = values = [];
            values.Add(value);
        }

        foreach (var (name, values) in _given)
        {
            if (values.Count > 1 && name != "task") _problems.Add($"--{name} is given {values.Count} times; once is right.");
        }
    }

    private AgentOptions? Build(Func<string?> podNamespace)
    {
        var defaults = new AgentOptions { NodeName = "", Namespace = "" };
        var options = defaults with
        {
            NodeName = DnsName("node-name", Text("node-name"), required: true) ?? "",
            Namespace = DnsName("namespace", NotEmpty(Text("namespace")) ?? podNamespace() ?? WellKnown.DefaultNamespace) ?? "",
            Tasks = TaskNames() ?? defaults.Tasks,
            StateDir = AbsolutePath("state-dir", NotEmpty(Text("state-dir")) ?? defaults.StateDir),
            Kubeconfig = ExistingFile("kubeconfig", NotEmpty(Text("kubeconfig"))),
            HostPid = Number("host-pid", defaults.HostPid),
            Launcher = OneOf("launcher", defaults.Launcher),
            Listen = Endpoint("listen", Text("listen") ?? defaults.Listen),
            MaxLogSize = Size("max-log-size", defaults.MaxLogSize),
            TrustedKeys = FolderOfKeys("trusted-keys"),
            Audience = NotEmpty(Text("audience")),
            LogFormat = OneOf("log-format", defaults.LogFormat),
            LogLevel = OneOf("log-level", defaults.LogLevel),
        };
        return _problems.Count == 0 ? options : null;
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private string? Text(string name) => _given.TryGetValue(name, out var values) ? values[^1] : _environment(VariableOf(name));

    private List<string>? TaskNames()
    {
        var given = _given.TryGetValue("task", out var values) ? values : NotEmpty(_environment(VariableOf("task")))?.Split(',', StringSplitOptions.TrimEntries).ToList();
        if (given is null) return null;
        foreach (var name in given) DnsName("task", name, required: true);
        return [.. given.Distinct()];
    }

    private string? DnsName(string option, string? value, bool required = false)
    {
        if (string.IsNullOrEmpty(value))
        {
            if (required) _problems.Add($"--{option} ({VariableOf(option)}) is required.");
            return null;
        }

        var valid = value.Length <= 253 && value.Split('.').All(IsDnsLabel);
        if (!valid) _problems.Add($"--{option} '{value}' is not a Kubernetes name: lower case letters, digits, '-' and '.', at most 253.");
        return value;
    }

    private static bool IsDnsLabel(string part) =>
        part.Length > 0 && part[0] != '-' && part[^1] != '-' && part.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    private string AbsolutePath(string option, string value)
    {
        if (value[0] != '/' || value.Split('/').Contains("..") || !value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/'))
        {
            _problems.Add($"--{option} '{value}' is not an absolute path of letters, digits, '.', '_', '-' and '/', without '..'.");
            return value;
        }

        return value.TrimEnd('/') is { Length: > 0 } path ? path : "/";
    }

    private string? ExistingFile(string option, string? value)
    {
        if (value is not null && !File.Exists(value)) _problems.Add($"--{option} '{value}': there is no such file.");
        return value;
    }

    private string? FolderOfKeys(string option)
    {
        var folder = Text(option);
        if (string.IsNullOrEmpty(folder))
        {
            // An unset variable in a command line must not switch the check off in silence.
            if (_given.ContainsKey(option)) _problems.Add($"--{option} is empty; name a folder of public keys, or leave the option out to run unsigned tasks.");
            return null;
        }

        if (!TrustedKeys.TryRead(folder, out _, out var errors)) _problems.AddRange(errors.Select(error => $"--{option} {error}"));
        return folder;
    }

    private int Number(string option, int fallback)
    {
        var text = Text(option);
        if (string.IsNullOrEmpty(text)) return fallback;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return value;
        _problems.Add($"--{option} '{text}' is not a whole number from 0 on.");
        return fallback;
    }

    private long Size(string option, long fallback)
    {
        const long least = 1 << 20;
        var text = Text(option);
        if (string.IsNullOrEmpty(text)) return fallback;
        if (Quantity.TryParse(text, out var quantity, out _) && quantity.Whole is { } bytes and >= least) return bytes;
        _problems.Add($"--{option} '{text}' is not a Kubernetes quantity from 1Mi on, as 100Mi.");
        return fallback;
    }

    private T OneOf<T>(string option, T fallback)
        where T : struct, Enum
    {
        var text = Text(option);
        if (string.IsNullOrEmpty(text)) return fallback;
        // Not Enum.TryParse, which takes numbers and lists too.
        var index = Array.FindIndex(Enum.GetNames<T>(), name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (index >= 0) return Enum.GetValues<T>()[index];
        _problems.Add($"--{option} '{text}' is not one of {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}.");
        return fallback;
    }

    private string Endpoint(string option, string value)
    {
        if (value.Length > 0 && (!IPEndPoint.TryParse(value, out _) || !HasPort(value)))
        {
            _problems.Add($"--{option} '{value}' is not ADDRESS:PORT, as 127.0.0.1:9808 (empty switches it off).");
        }

        return value;
    }

    /// <summary>An address alone is parsed as an endpoint as well, with port 0.</summary>
    private static bool HasPort(string value) => value.LastIndexOf(':') is > 0 and var colon && (value[colon - 1] == ']' || value.IndexOf(':', StringComparison.Ordinal) == colon);
}
