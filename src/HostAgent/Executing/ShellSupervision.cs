namespace NodeTasker.HostAgent.Executing;

/// <summary>What the launchers have in common whose supervisor is the shell script itself.</summary>
internal sealed class ShellSupervision(HostNamespaces host, HostShell shell, TimeProvider time)
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Starts it and waits for its end; what stood in the way of its start.</summary>
    public async Task<string?> LaunchAsync(IReadOnlyList<string> supervise)
    {
        var (exitCode, errors) = await shell.RunAsync(supervise);
        return errors.Length > 0 ? errors : $"the supervisor ended with exit code {exitCode} before the script started";
    }

    /// <summary>Waits for the end of one that is not our child.</summary>
    public async Task WaitForEndAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        while (IsAlive(folder))
            await Task.Delay(ProbeInterval, time, cancellationToken);
    }

    /// <summary>Between making its record and writing it.</summary>
    private bool IsBeginning(RunFolder folder) =>
        new FileInfo(folder.Started) is { Exists: true, Length: 0 } started
        && time.GetUtcNow() - started.LastWriteTimeUtc < TimeSpan.FromSeconds(2);

    /// <summary>The pid may be another's by now; no other process has this folder's supervisor in its arguments, and a zombie has none.</summary>
    private bool IsAlive(RunFolder folder)
    {
        try
        {
            if (StartRecord.Read(folder) is not { } started)
                return IsBeginning(folder);
            return File.ReadAllText($"{host.Proc}/{started.Supervisor}/cmdline").Split('\0').Contains(folder.Supervisor);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
