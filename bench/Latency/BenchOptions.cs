using System.Globalization;

namespace NodeTasker.Bench.Latency;

/// <summary>What to measure, and how often.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        Usage: latency [--count N] [--server local|envtest] [--agent PATH] [--launcher KIND] [--host-pid PID --folder DIR] [--idle]
          --count N      measured runs after the warm-up (200)
          --server S     local: the local cluster; envtest: kube-apiserver from KUBEBUILDER_ASSETS (both)
          --agent PATH   the agent to measure, for example a published one (the one built with this benchmark)
          --launcher K   process, cgroup or systemd (process)
          --host-pid PID a host that is there already, by its process 1, with
          --folder DIR   a folder that is the same on it and here (a host is made for the benchmark)
          --idle         the agent's resident memory when idle, instead of latencies
        """;

    public int Count { get; init; } = 200;

    public IReadOnlyList<ServerKind> Servers { get; init; } = [ServerKind.LocalCluster, ServerKind.Envtest];

    public string Agent { get; init; } = Path.Combine(AppContext.BaseDirectory, "node-tasker-agent");

    public bool Idle { get; init; }

    public string Launcher { get; init; } = "process";

    public int? HostPid { get; init; }

    public string? Folder { get; init; }

    public static bool TryParse(string[] arguments, out BenchOptions options, out string problem)
    {
        (options, problem) = (new BenchOptions(), "");
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var name))
        {
            if (name == "--idle")
            {
                options = options with { Idle = true };
                continue;
            }

            if (name is not ("--count" or "--server" or "--agent" or "--launcher" or "--host-pid" or "--folder"))
                problem = $"unknown option '{name}'";
            else if (!rest.TryDequeue(out var value))
                problem = $"{name} needs a value";
            else if (With(options, name, value) is { } changed)
                options = changed;
            else
                problem = $"{name} can't be '{value}'";

            if (problem.Length > 0)
                return false;
        }

        return true;
    }

    private static BenchOptions? With(BenchOptions options, string name, string value) =>
        (name, value) switch
        {
            ("--count", _) when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 =>
                options with
                {
                    Count = count,
                },
            ("--server", "local") => options with { Servers = [ServerKind.LocalCluster] },
            ("--server", "envtest") => options with { Servers = [ServerKind.Envtest] },
            ("--launcher", "process" or "cgroup" or "systemd") => options with { Launcher = value },
            ("--host-pid", _) when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 0 =>
                options with
                {
                    HostPid = pid,
                },
            ("--folder", _) when Directory.Exists(value) => options with { Folder = Path.GetFullPath(value) },
            ("--agent", _) when File.Exists(value) => options with { Agent = Path.GetFullPath(value) },
            _ => null,
        };
}
