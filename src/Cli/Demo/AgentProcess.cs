using System.Diagnostics;
using System.Globalization;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Demo;

/// <summary>The agent of one demo node: a process that is started again when it ends, as a DaemonSet does.</summary>
internal sealed class AgentProcess
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly string _node;
    private readonly string _log;
    private readonly Func<Process> _start;
    private readonly Process _first;

    /// <summary>Starts it; it ends with the demo in <paramref name="folder"/>.</summary>
    /// <param name="executable">See <see cref="FindExecutable"/>.</param>
    /// <param name="node">The node's name.</param>
    /// <param name="hostPid">Whose namespaces its scripts run in; 0 is none.</param>
    /// <param name="folder">The demo's folder.</param>
    public AgentProcess(string executable, string node, int hostPid, DemoFolder folder)
    {
        var stateDir = folder.OfNode(node);
        (_node, _log) = (node, Path.Combine(stateDir, "agent.log"));
        _start = () => DemoProgram.Start(executable, Arguments(node, hostPid, folder.Kubeconfig, stateDir), _log, folder);
        _first = _start();
    }

    /// <summary>How it ended the last time, with what its log said then; null while it never did.</summary>
    public string? LastEnd { get; private set; }

    /// <summary>The agent's executable, which is delivered beside this one.</summary>
    /// <exception cref="CommandException">It is not there.</exception>
    public static string FindExecutable(string folder) => DemoProgram.Find(folder, "node-tasker-agent", "real agents");

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

    /// <summary>Starts it again and again, until cancelled.</summary>
    public async Task KeepRunningAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        for (var process = _first; ; process = _start())
        {
            using (process)
            {
                await process.WaitForExitAsync(cancellationToken);
                var lastWords = (await File.ReadAllLinesAsync(_log, cancellationToken)).Where(line => line.Length > 0).TakeLast(5);
                LastEnd = string.Join('\n', [$"{_node}: its agent ended with exit code {process.ExitCode}:", .. lastWords]);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
