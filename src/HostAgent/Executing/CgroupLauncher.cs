namespace NodeTasker.HostAgent.Executing;

/// <summary>No systemd: a cgroup v2 group of its own for each run, outside the pod's, so that a run outlives the pod and is killed as one.</summary>
internal sealed class CgroupLauncher(HostNamespaces host, HostShell shell, TimeProvider time) : ILauncher
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ShellSupervision _supervision = new(host, shell, time);
    private readonly HostCgroups? _cgroups = HostCgroups.Find(host);

    public string Name => "cgroup";

    public bool EnforcesTimeout => false;

    public Task<string?> WhyUnavailableAsync(CancellationToken cancellationToken) => Task.FromResult(WhyUnavailable());

    public string? Refuse(RunOrder order)
    {
        var missing = LimitNames.Missing(order.Limits, _cgroups?.Controllers ?? new HashSet<string>());
        return missing.Count == 0
            ? null
            : $"The limits of the task ({string.Join(", ", missing)}) cannot be enforced on this node: its cgroup v2 hierarchy lacks the controllers. Leave them out to run without.";
    }

    public async Task<string?> LaunchAsync(RunFolder folder, RunOrder order)
    {
        var cgroup = Group(folder);
        try
        {
            cgroup.Create(order.Limits);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"the cgroup {cgroup.OnHost} could not be made: {e.Message}";
        }

        return await _supervision.LaunchAsync(SuperviseCommand.In(cgroup.OnHost, folder, order));
    }

    public Task WaitForEndAsync(RunFolder folder, CancellationToken cancellationToken) =>
        _supervision.WaitForEndAsync(folder, cancellationToken);

    public Task TerminateAsync(RunFolder folder)
    {
        foreach (var pid in Group(folder).Processes())
            UnixSignals.Send(pid, ProcessSignal.Terminate);
        return Task.CompletedTask;
    }

    public async Task<string?> KillAsync(RunFolder folder)
    {
        var cgroup = Group(folder);
        var start = time.GetTimestamp();
        while (cgroup.IsPopulated)
        {
            if (time.GetElapsedTime(start) > Patience)
                return $"processes of the run in {cgroup.OnHost} could not be ended: {string.Join(", ", cgroup.Processes().Take(10))}";
            cgroup.Kill();
            await Task.Delay(TimeSpan.FromMilliseconds(5), time);
        }

        return null;
    }

    public bool RanOutOfMemory(RunFolder folder) => Group(folder).RanOutOfMemory;

    public void Forget(RunFolder folder) => Group(folder).Remove();

    private RunCgroup Group(RunFolder folder) =>
        new(_cgroups ?? throw new InvalidOperationException("This host has no cgroup v2 hierarchy."), folder);

    private string? WhyUnavailable()
    {
        if (_cgroups is null)
            return "the host has no writable cgroup v2 hierarchy";
        var probe = $"{_cgroups.FromAgent}/node-tasker";
        try
        {
            Directory.CreateDirectory(probe);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"no group can be made in {_cgroups.OnHost}: {e.Message}";
        }
    }
}
