using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller;

/// <summary>Reads flags before environment before defaults, and reports everything that is wrong at once.</summary>
internal sealed class ControllerOptionsParser
{
    private static readonly string[] _names = ["namespace", "task", "kubeconfig", "listen", "identity", "log-format", "log-level"];

    private readonly Dictionary<string, List<string>> _given = [];
    private readonly List<string> _problems = [];
    private readonly Func<string, string?> _environment;

    private ControllerOptionsParser(Func<string, string?> environment) => _environment = environment;

    public static bool TryParse(
        IReadOnlyList<string> arguments,
        Func<string, string?> environment,
        Func<string?> podNamespace,
        [NotNullWhen(true)] out ControllerOptions? options,
        out IReadOnlyList<string> problems)
    {
        var parser = new ControllerOptionsParser(environment);
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
            if (!_names.Contains(name))
            {
                _problems.Add($"unknown option --{name}; known are --{string.Join(", --", _names)}.");
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

    private ControllerOptions Build(Func<string?> podNamespace)
    {
        var defaults = new ControllerOptions { Namespace = "", Identity = "" };
        return defaults with
        {
            Namespace = DnsName("namespace", NotEmpty(Text("namespace")) ?? podNamespace() ?? WellKnown.DefaultNamespace),
            Tasks = TaskNames() ?? defaults.Tasks,
            Kubeconfig = ExistingFile("kubeconfig", NotEmpty(Text("kubeconfig"))),
            Listen = Endpoint("listen", Text("listen") ?? defaults.Listen),
            Identity = NotEmpty(Text("identity")) ?? $"{Environment.MachineName}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}",
            LogFormat = OneOf("log-format", defaults.LogFormat),
            LogLevel = OneOf("log-level", defaults.LogLevel),
        };
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private string? Text(string name) => _given.TryGetValue(name, out var values) ? values[^1] : _environment(VariableOf(name));

    private List<string>? TaskNames()
    {
        var given = _given.TryGetValue("task", out var values) ? values : NotEmpty(_environment(VariableOf("task")))?.Split(',', StringSplitOptions.TrimEntries).ToList();
        if (given is null) return null;
        foreach (var name in given) DnsName("task", name);
        return [.. given.Distinct()];
    }

    private string DnsName(string option, string value)
    {
        if (!KubernetesName.IsSubdomain(value)) _problems.Add($"--{option} '{value}' is not a Kubernetes name: lower case letters, digits, '-' and '.', at most 253.");
        return value;
    }

    private string? ExistingFile(string option, string? value)
    {
        if (value is not null && !File.Exists(value)) _problems.Add($"--{option} '{value}': there is no such file.");
        return value;
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
            _problems.Add($"--{option} '{value}' is not ADDRESS:PORT, as 127.0.0.1:9809 (empty switches it off).");
        return value;
    }

    /// <summary>An address alone is parsed as an endpoint as well, with port 0.</summary>
    private static bool HasPort(string value) => value.LastIndexOf(':') is > 0 and var colon && (value[colon - 1] == ']' || value.IndexOf(':', StringComparison.Ordinal) == colon);
}
