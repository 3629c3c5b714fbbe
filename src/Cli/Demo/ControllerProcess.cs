using System.Diagnostics;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Demo;

/// <summary>The demo's real controller, as a process. Tasks that nothing gates do without it.</summary>
internal sealed class ControllerProcess : IDisposable
{
    private readonly Process _process;

    private ControllerProcess(Process process) => _process = process;

    /// <summary>The controller's executable, which is delivered beside this one.</summary>
    /// <exception cref="CommandException">It is not there.</exception>
    public static string FindExecutable(string folder) => DemoProgram.Find(folder, "node-tasker-controller", "a real controller");

    /// <summary>Starts it; it ends with the demo in <paramref name="folder"/>.</summary>
    public static ControllerProcess Start(string executable, DemoFolder folder) =>
        new(DemoProgram.Start(executable, Arguments(folder.Kubeconfig), Path.Combine(folder.Path, "controller.log"), folder));

    /// <summary>The controller's options.</summary>
    public static IReadOnlyList<string> Arguments(string kubeconfig) =>
        ["--namespace", WellKnown.DefaultNamespace, "--kubeconfig", kubeconfig, "--identity", "demo", "--listen", ""];

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();
}
