using System.Diagnostics;
using System.Globalization;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Demo;

/// <summary>A real agent of one demo node, as a process.</summary>
internal sealed class AgentProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _log;

    private AgentProcess(string node, Process process, string log)
    {
        Node = node;
        _process = process;
        _log = log;
    }

    /// <summary>The node's name.</summary>
    public string Node { get; }

    /// <summary>The agent's executable, which is delivered beside this one.</summary>
    /// <exception cref="CommandException">It is not there.</exception>
    public static string FindExecutable(string folder) => DemoProgram.Find(folder, "node-tasker-agent", "real agents");

    /// <summary>Starts the agent of <paramref name="node"/>; it ends with the demo in <paramref name="folder"/>.</summary>
    /// <param name="executable">See <see cref="FindExecutable"/>.</param>
    /// <param name="node">The node's name.</param>
    /// <param name="hostPid">Whose namespaces its scripts run in; 0 is none.</param>
    /// <param name="folder">The demo's folder.</param>
    public static AgentProcess Start(string executable, string node, int hostPid, DemoFolder folder)
    {
        var stateDir = folder.OfNode(node);
        var log = Path.Combine(stateDir, "agent.log");
        return new AgentProcess(
            node,
            DemoProgram.Start(executable, Arguments(node, hostPid, folder.Kubeconfig, stateDir), log, folder),
            log
        );
    }

    /// <summary>The agent's options.</summary>
    public static IReadOnlyList<string> Arguments(string node, int hostPid, string kubeconfig, string stateDir) =>
        [
            "--node-name",
            node,
            "--namespace",
            WellKnown.DefaultNamespace,
            "--kubeconfig",
            kubeconfig,
            "--state-dir",
            stateDir,
            "--host-pid",
            hostPid.ToString(CultureInfo.InvariantCulture),
            "--launcher",
            "process",
            "--listen",
            "",
        ];

    /// <summary>Returns when the agent has ended, with what its log said last.</summary>
    public async Task<string> WaitForEndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        var lastWords = (await File.ReadAllLinesAsync(_log, cancellationToken)).Where(line => line.Length > 0).TakeLast(5);
        return string.Join('\n', [$"its agent ended with exit code {_process.ExitCode}:", .. lastWords]);
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();
}
