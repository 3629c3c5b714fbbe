using System.Diagnostics.CodeAnalysis;
using NodeTasker.ServiceHosting;
using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Signing;

namespace NodeTasker.HostAgent;

/// <summary>Reads flags before environment before defaults, and reports everything that is wrong at once.</summary>
internal static class AgentOptionsParser
{
    private static readonly string[] Names =
    [
        "node-name",
        "namespace",
        "task",
        "state-dir",
        "kubeconfig",
        "host-pid",
        "launcher",
        "listen",
        "max-log-size",
        "trusted-keys",
        "audience",
        "log-format",
        "log-level",
    ];

    public static bool TryParse(
        IReadOnlyList<string> arguments,
        Func<string, string?> environment,
        Func<string?> podNamespace,
        [NotNullWhen(true)] out AgentOptions? options,
        out IReadOnlyList<string> problems
    )
    {
        var reader = new OptionReader(Names, arguments, environment);
        var defaults = new AgentOptions { NodeName = "", Namespace = "" };
        var read = reader.ReadCommon(defaults, podNamespace) with
        {
            NodeName = reader.RequiredNodeName("node-name"),
            StateDir = AbsolutePath(reader, "state-dir", defaults.StateDir),
            HostPid = reader.Number("host-pid", defaults.HostPid),
            Launcher = reader.OneOf("launcher", defaults.Launcher),
            MaxLogSize = Size(reader, "max-log-size", defaults.MaxLogSize),
            TrustedKeys = FolderOfKeys(reader, "trusted-keys"),
            Audience = reader.Value("audience"),
        };
        problems = reader.Problems;
        options = problems.Count == 0 ? read : null;
        return options is not null;
    }

    private static string AbsolutePath(OptionReader reader, string option, string fallback)
    {
        var value = reader.Value(option) ?? fallback;
        if (
            value[0] != '/'
            || value.Split('/').Contains("..")
            || !value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/')
        )
        {
            reader.Refuse($"--{option} '{value}' is not an absolute path of letters, digits, '.', '_', '-' and '/', without '..'.");
            return value;
        }

        return value.TrimEnd('/') is { Length: > 0 } path ? path : "/";
    }

    private static string? FolderOfKeys(OptionReader reader, string option)
    {
        if (reader.Value(option) is not { } folder)
        {
            // An unset variable in a command line must not switch the check off in silence.
            if (reader.IsFlag(option))
                reader.Refuse($"--{option} is empty; name a folder of public keys, or leave the option out to run unsigned tasks.");
            return null;
        }

        if (!TrustedKeys.TryRead(folder, out _, out var errors))
        {
            foreach (var error in errors)
                reader.Refuse($"--{option} {error}");
        }

        return folder;
    }

    private static long Size(OptionReader reader, string option, long fallback)
    {
        const long Least = 1 << 20;
        if (reader.Value(option) is not { } text)
            return fallback;
        if (Quantity.TryParse(text, out var quantity, out _) && quantity.Whole is { } bytes and >= Least)
            return bytes;
        reader.Refuse($"--{option} '{text}' is not a Kubernetes quantity from 1Mi on, as 100Mi.");
        return fallback;
    }
}
