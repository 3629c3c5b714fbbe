namespace NodeTasker.EndToEnd.Tests.Deploy;

/// <summary>A booted systemd in namespaces of its own, by <c>tests/testhost/testhost.sh</c>; gone when the tests are.</summary>
public sealed class ThrowAwayHost : IAsyncLifetime
{
    private static readonly string Script = RepositoryFile.Of("tests/testhost/testhost.sh");
    private readonly string _name = $"deploy-{Environment.ProcessId}";

    /// <summary>Why it can't run here; null when it does.</summary>
    public string? Unavailable { get; private set; }

    /// <summary>The same folder inside and outside.</summary>
    public DirectoryInfo Shared { get; } = Directory.CreateTempSubdirectory("node-tasker-host-");

    public async ValueTask InitializeAsync()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Unavailable = "booting a test host needs root";
            return;
        }

        // The first time it makes Debian's tree, which takes minutes on a busy machine and is impossible without a package mirror.
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        try
        {
            var up = await ToolRun.OfAsync("bash", [Script, "up", _name, Shared.FullName], cancellationToken: limit.Token);
            Unavailable = up.ExitCode == 0 ? null : $"the test host does not boot here: {up.Error.Trim()}";
        }
        catch (OperationCanceledException)
        {
            Unavailable = "the test host did not boot within four minutes";
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            await ToolRun.OfAsync("bash", [Script, "down", _name], cancellationToken: limit.Token);
        }

        Shared.Delete(recursive: true);
    }

    internal Task<ToolRun> RunAsync(CancellationToken cancellationToken, params string[] command) =>
        ToolRun.OfAsync("bash", [Script, "sh", _name, .. command], cancellationToken: cancellationToken);
}
