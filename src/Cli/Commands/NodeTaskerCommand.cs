using System.CommandLine;
using k8s.Autorest;

namespace NodeTasker.Cli.Commands;

/// <summary>The command line: all verbs, and how each expected end becomes a message and an exit code.</summary>
internal static class NodeTaskerCommand
{
    /// <summary>Parses <paramref name="args"/>, does what they say, and returns the exit code.</summary>
    public static async Task<int> InvokeAsync(IReadOnlyList<string> args, CommandStreams streams, TerminationSignals signals)
    {
        try
        {
            return await InvokeParsedAsync(Create(streams, TimeProvider.System).Parse(args), streams, signals.Token);
        }
        catch (Exception e) when (signals.Received is { } signal && e is OperationCanceledException or IOException)
        {
            // The terminal may be gone as well: nothing is written.
            return ExitCodes.Of(signal);
        }
        catch (CommandException e)
        {
            await streams.Error.WriteLineAsync($"node-tasker: {e.Message}");
            return e.ExitCode;
        }
        catch (Exception e) when (e is HttpOperationException or HttpRequestException)
        {
            await streams.Error.WriteLineAsync($"node-tasker: the Kubernetes API can't be reached, or refuses: {e.Message}");
            return ExitCodes.Api;
        }
    }

    private static RootCommand Create(CommandStreams streams, TimeProvider time) =>
        new("Runs a script once on every node of a Kubernetes cluster, at once.")
        {
            DemoCommand.Create(streams, time),
        };

    private static async Task<int> InvokeParsedAsync(ParseResult parsed, CommandStreams streams, CancellationToken cancellationToken)
    {
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await streams.Error.WriteLineAsync($"node-tasker: {error.Message}");

            await streams.Error.WriteLineAsync($"See '{NameOf(parsed)} --help'.");
            return ExitCodes.Usage;
        }

        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = streams.Out,
                Error = streams.Error,
                EnableDefaultExceptionHandler = false,
                // Signals are ours (TerminationSignals): its own handler would end the process before the demo has cleaned up.
                ProcessTerminationTimeout = null,
            },
            cancellationToken);
    }

    private static string NameOf(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "node-tasker" : $"node-tasker {parsed.CommandResult.Command.Name}";
}
