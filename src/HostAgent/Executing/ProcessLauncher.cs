using System.Collections;
using System.Text;
using CliWrap;

namespace NodeTasker.HostAgent.Executing;

/// <summary>
/// Runs in a session of their own and nothing more: the last resort. They stay in the agent's cgroup, so in a pod they end with the
/// pod; they outlive the agent as a process.
/// </summary>
internal sealed class ProcessLauncher(HostNamespaces host, TimeProvider time) : ILauncher
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(200);

    public string Name => "process";

    public string? Refuse(RunOrder order)
    {
        var limits = new List<string>();
        if (order.Limits.MilliCpu is not null) limits.Add("cpu");
        if (order.Limits.MemoryBytes is not null) limits.Add("memory");
        if (order.Limits.Pids is not null) limits.Add("pids");
        return limits.Count == 0
            ? null
            : $"The limits of the task ({string.Join(", ", limits)}) cannot be enforced on this node: its launcher '{Name}' has no cgroup for a run. Leave them out to run without limits.";
    }

    public async Task<string?> Launch(RunFolder folder, IReadOnlyList<string> supervise)
    {
        InheritableSignals.Restore();
        var argv = host.Enter(supervise);
        var errors = new StringBuilder();
        var result = await Cli.Wrap(argv[0])
            .WithArguments(argv.Skip(1))
            .WithWorkingDirectory("/")
            .WithEnvironmentVariables(CleanEnvironment())
            .WithValidation(CommandResultValidation.None)
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors))
            .ExecuteAsync();
        return errors.Length > 0 ? errors.ToString().Trim() : $"{argv[0]} ended with exit code {result.ExitCode} before the script started";
    }

    public async Task WaitForEndAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        while (SupervisorIsAlive(folder)) await Task.Delay(ProbeInterval, time, cancellationToken);
    }

    public void Terminate(RunFolder folder) => new ProcessTree(folder.Path).Signal(ProcessSignal.Terminate);

    public Task<string?> KillAsync(RunFolder folder) => new ProcessTree(folder.Path).KillAsync(time);

    /// <summary>Nothing of the agent's own environment reaches a script: not its API server, not its systemd socket.</summary>
    private static Dictionary<string, string?> CleanEnvironment()
    {
        var environment = new Dictionary<string, string?>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables()) environment[(string)variable.Key] = null;
        environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        return environment;
    }

    /// <summary>The pid may be another's by now; no other process has this folder's supervisor in its arguments, and a zombie has none.</summary>
    private bool SupervisorIsAlive(RunFolder folder)
    {
        if (StartRecord.Read(folder) is not { } started) return false;
        try
        {
            return File.ReadAllText($"{host.Proc}/{started.Supervisor}/cmdline").Split('\0').Contains(folder.Supervisor);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
