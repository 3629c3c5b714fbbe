using System.Globalization;
using System.Runtime.InteropServices;

namespace NodeTasker.Bench.Scale;

/// <summary>What to measure.</summary>
internal sealed record ScaleOptions
{
    public const string Usage = """
        Usage: scale [--nodes N] [--server local|envtest] [--controller PATH] [--cli PATH] [--env NAME=VALUE]…
          --nodes N          simulated nodes (1000)
          --server S         local: the local cluster; envtest: kube-apiserver from KUBEBUILDER_ASSETS (both)
          --controller PATH  the controller (the published one below artifacts/publish)
          --cli PATH         the CLI (the published one below artifacts/publish)
          --env NAME=VALUE   environment of the controller, repeatable
        """;

    public int Nodes { get; init; } = 1000;

    public IReadOnlyList<ServerKind> Servers { get; init; } = [ServerKind.LocalCluster, ServerKind.Envtest];

    public string Controller { get; init; } = Published("controller", "node-tasker-controller");

    public string Cli { get; init; } = Published("cli", "node-tasker");

    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    public static bool TryParse(string[] arguments, out ScaleOptions options, out string problem)
    {
        (options, problem) = (new ScaleOptions(), "");
        var rest = new Queue<string>(arguments);
        while (problem.Length == 0 && rest.TryDequeue(out var name))
        {
            if (name is not ("--nodes" or "--server" or "--controller" or "--cli" or "--env"))
                problem = $"unknown option '{name}'";
            else if (!rest.TryDequeue(out var value))
                problem = $"{name} needs a value";
            else if (With(options, name, value) is { } changed)
                options = changed;
            else
                problem = $"{name} can't be '{value}'";
        }

        if (
            problem.Length == 0
            && new[] { options.Controller, options.Cli }.FirstOrDefault(program => !File.Exists(program)) is { } missing
        )
            problem = $"there is no {missing}: publish it with `dotnet cake --target=Publish`, or name another";
        return problem.Length == 0;
    }

    private static ScaleOptions? With(ScaleOptions options, string name, string value) =>
        (name, value) switch
        {
            ("--nodes", _) when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var nodes) && nodes > 0 =>
                options with
                {
                    Nodes = nodes,
                },
            ("--server", "local") => options with { Servers = [ServerKind.LocalCluster] },
            ("--server", "envtest") => options with { Servers = [ServerKind.Envtest] },
            ("--controller", _) => options with { Controller = Path.GetFullPath(value) },
            ("--cli", _) => options with { Cli = Path.GetFullPath(value) },
            ("--env", _) when value.Split('=', 2) is [{ Length: > 0 } variable, var text] => options with
            {
                Environment = new Dictionary<string, string?>(options.Environment) { [variable] = text },
            },
            _ => null,
        };

    private static string Published(string part, string program) =>
        Path.GetFullPath(
            Path.Combine("artifacts/publish", $"linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}", part, program)
        );
}
