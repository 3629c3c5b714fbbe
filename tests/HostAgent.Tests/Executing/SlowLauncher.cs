using NodeTasker.HostAgent.Executing;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Executing;

/// <summary>A launcher on a host so loaded that the supervisor begins when a test says so.</summary>
internal sealed class SlowLauncher(ILauncher launcher) : ILauncher
{
    public TestLatch MayLaunch { get; } = new();

    public TestLatch Killed { get; } = new();

    public string Name => launcher.Name;

    public string? Refuse(RunOrder order) => launcher.Refuse(order);

    public async Task<string?> Launch(RunFolder folder, IReadOnlyList<string> supervise)
    {
        await MayLaunch.WaitAsync();
        return await launcher.Launch(folder, supervise);
    }

    public Task WaitForEndAsync(RunFolder folder, CancellationToken cancellationToken) => launcher.WaitForEndAsync(folder, cancellationToken);

    public void Terminate(RunFolder folder) => launcher.Terminate(folder);

    public async Task<string?> KillAsync(RunFolder folder)
    {
        var left = await launcher.KillAsync(folder);
        Killed.Open();
        return left;
    }
}
