using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using NodeTasker.ServiceHosting;

namespace NodeTasker.Controller;

/// <summary>Reads flags before environment before defaults, and reports everything that is wrong at once.</summary>
internal static class ControllerOptionsParser
{
    private static readonly string[] Names = ["namespace", "task", "kubeconfig", "listen", "identity", "log-format", "log-level"];

    public static bool TryParse(
        IReadOnlyList<string> arguments,
        Func<string, string?> environment,
        Func<string?> podNamespace,
        [NotNullWhen(true)] out ControllerOptions? options,
        out IReadOnlyList<string> problems
    )
    {
        var reader = new OptionReader(Names, arguments, environment);
        var read = reader.ReadCommon(
            new ControllerOptions { Namespace = "", Identity = reader.Value("identity") ?? OwnIdentity() },
            podNamespace
        );
        problems = reader.Problems;
        options = problems.Count == 0 ? read : null;
        return options is not null;
    }

    private static string OwnIdentity() => $"{Environment.MachineName}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
}
