using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Journal;

namespace NodeTasker.HostAgent.Hosting;

/// <summary>Finds what would block every run, before the first one, and says what to do about it.</summary>
internal sealed class Preflight(string stateDir, HostNamespaces host, HostShell shell, Launchers launchers)
{
    private const int NotThere = 3;

    /// <summary>What blocks runs; null when nothing does.</summary>
    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var probe = $"{stateDir}/state/preflight";
        try
        {
            PrivateFolder.Create($"{stateDir}/state");
            await File.WriteAllBytesAsync(probe, new byte[4096], cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The state folder {stateDir} cannot be written: {e.Message} Make room, or mount it writable.";
        }

        return await EnterAsync(probe, cancellationToken) ?? await launchers.ChooseAsync(cancellationToken);
    }

    private async Task<string?> EnterAsync(string probe, CancellationToken cancellationToken)
    {
        var (exitCode, errors) = await shell.AskAsync(
            ["/bin/sh", "-c", $"[ -f \"$1\" ] || exit {NotThere}", "sh", probe],
            cancellationToken
        );
        return exitCode switch
        {
            0 => null,
            NotThere =>
                $"The state folder {stateDir} of the agent is not {stateDir} of the host. Mount the host's folder at the same path (hostPath), or set --state-dir to one that is the same.",
            -1 => errors,
            _ => Explain(errors, exitCode),
        };
    }

    private string Explain(string error, int exitCode)
    {
        var advice = error switch
        {
            _ when error.Contains("/bin/sh", StringComparison.Ordinal) => "The host has no /bin/sh, which Node Tasker needs.",
            _ when error.Contains("Permission denied", StringComparison.Ordinal)
                    || error.Contains("Operation not permitted", StringComparison.Ordinal) =>
                "The agent must be privileged, with hostPID, and no SELinux or AppArmor profile may keep it from the namespaces of process "
                    + host.Pid
                    + ".",
            _ when error.Contains("No such file", StringComparison.Ordinal) =>
                $"There is no process {host.Pid} in the agent's PID namespace: run the agent with hostPID, or set --host-pid.",
            _ => "See the error above.",
        };
        return $"The namespaces of process {host.Pid} cannot be entered (exit code {exitCode}): {error} {advice}";
    }
}
