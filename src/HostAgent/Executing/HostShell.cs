using System.Collections;
using System.ComponentModel;
using System.Text;
using CliWrap;

namespace NodeTasker.HostAgent.Executing;

/// <summary>Runs programs in the host's namespaces, with nothing of the agent's own environment.</summary>
internal sealed class HostShell(HostNamespaces host)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Runs to the end; its exit code and what it wrote to standard error, or -1 and why it could not be started.</summary>
    public async Task<(int ExitCode, string Errors)> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken = default)
    {
        InheritableSignals.Restore();
        var argv = host.Enter(command);
        var errors = new StringBuilder();
        try
        {
            var result = await Cli.Wrap(argv[0])
                .WithArguments(argv.Skip(1))
                .WithWorkingDirectory("/")
                .WithEnvironmentVariables(CleanEnvironment())
                .WithValidation(CommandResultValidation.None)
                .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors))
                .ExecuteAsync(cancellationToken);
            return (result.ExitCode, errors.ToString().Trim());
        }
        catch (Win32Exception e)
        {
            return (-1, $"{argv[0]} could not be started: {e.Message}. The agent needs setsid and nsenter (util-linux) on its PATH.");
        }
    }

    /// <summary>The same, given up after twenty seconds.</summary>
    public async Task<(int ExitCode, string Errors)> AskAsync(IReadOnlyList<string> command, CancellationToken cancellationToken = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await RunAsync(command, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (-1, $"{command[0]} did not answer within {Patience.TotalSeconds} s");
        }
    }

    /// <summary>Neither the agent's API server nor its systemd socket is a script's business.</summary>
    private static Dictionary<string, string?> CleanEnvironment()
    {
        var environment = new Dictionary<string, string?>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            environment[(string)variable.Key] = null;
        environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        return environment;
    }
}
