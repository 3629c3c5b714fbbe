namespace NodeTasker.HostAgent.Executing;

/// <summary>
/// Runs in a session of their own and nothing more: the last resort. They stay in the agent's cgroup, so in a pod they end with the
/// pod; they outlive the agent as a process.
/// </summary>
internal sealed class ProcessLauncher(HostNamespaces host, HostShell shell, TimeProvider time) : ILauncher
{
    private readonly ShellSupervision _supervision = new(host, shell, time);

    public string Name => "process";

    public bool EnforcesTimeout => false;

    public Task<string?> WhyUnavailableAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public string? Refuse(RunOrder order) =>
        order.Limits == TaskModel.ResourceLimits.None
            ? null
            : $"The limits of the task ({LimitNames.Of(order.Limits)}) cannot be enforced on this node: its launcher '{Name}' has no cgroup for a run. Leave them out to run without limits.";

    public Task<string?> LaunchAsync(RunFolder folder, RunOrder order) => _supervision.LaunchAsync(SuperviseCommand.Run(folder, order));

    public Task WaitForEndAsync(RunFolder folder, CancellationToken cancellationToken) =>
        _supervision.WaitForEndAsync(folder, cancellationToken);

    public Task TerminateAsync(RunFolder folder)
    {
        new ProcessTree(folder.Path).Signal(ProcessSignal.Terminate);
        return Task.CompletedTask;
    }

    public Task<string?> KillAsync(RunFolder folder) => new ProcessTree(folder.Path).KillAsync(time);

    public bool RanOutOfMemory(RunFolder folder) => false;

    public void Forget(RunFolder folder)
    {
        // It makes nothing outside the folder.
    }
}
