namespace NodeTasker.Testing;

/// <summary>kubectl as a process, with a home of its own.</summary>
public sealed class Kubectl : IDisposable
{
    private readonly TempDir _home = new("node-tasker-kubectl-");
    private readonly Dictionary<string, string?> _environment;

    public Kubectl(ApiServer server, string defaultNamespace)
    {
        ArgumentNullException.ThrowIfNull(server);
        _environment = new()
        {
            ["HOME"] = _home.Path,
            ["KUBECONFIG"] = server.WriteKubeconfig(_home["kubeconfig"], defaultNamespace: defaultNamespace),
        };
    }

    /// <summary>Why it can't be used here; null when it can.</summary>
    public static string? WhyUnavailable { get; } =
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "kubectl")))
            ? null
            : "kubectl is not on the PATH.";

    /// <summary>Runs a line of shell in which kubectl speaks to the server; returns its output, fails with all it said.</summary>
    public async Task<string> ShellAsync(string line, CancellationToken cancellationToken)
    {
        var outcome = await TryShellAsync(line, cancellationToken);
        return outcome.Successful(line);
    }

    public Task<ProcessOutcome> TryShellAsync(string line, CancellationToken cancellationToken) =>
        RunningProcess.RunAsync("bash", ["-o", "pipefail", "-ec", line], _environment, TimeSpan.FromSeconds(60), cancellationToken);

    public void Dispose() => _home.Dispose();
}
