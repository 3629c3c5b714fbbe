using NodeTasker.HostAgent.Executing;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Executing;

/// <summary>A launcher on a host so loaded that the supervisor begins when a test says so, and whose disk may fail.</summary>
internal sealed class SlowLauncher(ILauncher launcher) : ILauncher
{
    public TestLatch MayLaunch { get; } = new();

    public TestLatch Killed { get; } = new();

    /// <summary>Called before anything is asked to end.</summary>
    public Action Terminating { get; set; } = () => { };

    public string Name => launcher.Name;

    public bool EnforcesTimeout => launcher.EnforcesTimeout;

    public Task<string?> WhyUnavailableAsync(CancellationToken cancellationToken) => launcher.WhyUnavailableAsync(cancellationToken);

    public string? Refuse(RunOrder order) => launcher.Refuse(order);

    public async Task<string?> LaunchAsync(RunFolder folder, RunOrder order)
    {
        await MayLaunch.WaitAsync();
        return await launcher.LaunchAsync(folder, order);
    }

    public Task WaitForEndAsync(RunFolder folder, CancellationToken cancellationToken) =>
        launcher.WaitForEndAsync(folder, cancellationToken);

    public Task TerminateAsync(RunFolder folder)
    {
        Terminating();
        return launcher.TerminateAsync(folder);
    }

    public async Task<string?> KillAsync(RunFolder folder)
    {
        var left = await launcher.KillAsync(folder);
        Killed.Open();
        return left;
    }

    public bool RanOutOfMemory(RunFolder folder) => launcher.RanOutOfMemory(folder);

    public void Forget(RunFolder folder) => launcher.Forget(folder);
}
