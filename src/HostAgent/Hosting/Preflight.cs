using System.Collections;
using System.ComponentModel;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Journal;

namespace NodeTasker.HostAgent.Hosting;

/// <summary>Finds what would block every run, before the first one, and says what to do about it.</summary>
internal sealed class Preflight(string stateDir, HostNamespaces host)
{
    private const int NotThere = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

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

        return await EnterAsync(probe, cancellationToken);
    }

    private async Task<string?> EnterAsync(string probe, CancellationToken cancellationToken)
    {
        var argv = host.Enter(["/bin/sh", "-c", $"[ -f \"$1\" ] || exit {NotThere}", "sh", probe]);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var result = await Cli.Wrap(argv[0]).WithArguments(argv.Skip(1)).WithWorkingDirectory("/").WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(Encoding.UTF8, patience.Token);
            return result.ExitCode switch
            {
                0 => null,
                NotThere => $"The state folder {stateDir} of the agent is not {stateDir} of the host. Mount the host's folder at the same path (hostPath), or set --state-dir to one that is the same.",
                _ => Explain(result.StandardError.Trim(), result.ExitCode),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"Entering the host's namespaces did not end within {Patience.TotalSeconds} s.";
        }
        catch (Win32Exception e)
        {
            return $"{argv[0]} could not be started: {e.Message}. The agent needs setsid and nsenter (util-linux) on its PATH.";
        }
    }

    private string Explain(string error, int exitCode)
    {
        var advice = error switch
        {
            _ when error.Contains("/bin/sh", StringComparison.Ordinal) => "The host has no /bin/sh, which Node Tasker needs.",
            _ when error.Contains("Permission denied", StringComparison.Ordinal) || error.Contains("Operation not permitted", StringComparison.Ordinal) =>
                "The agent must be privileged, with hostPID, and no SELinux or AppArmor profile may keep it from the namespaces of process " + host.Pid + ".",
            _ when error.Contains("No such file", StringComparison.Ordinal) => $"There is no process {host.Pid} in the agent's PID namespace: run the agent with hostPID, or set --host-pid.",
            _ => "See the error above.",
        };
        return $"The namespaces of process {host.Pid} cannot be entered (exit code {exitCode}): {error} {advice}";
    }
}
