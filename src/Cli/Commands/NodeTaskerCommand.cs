using System.CommandLine;
using k8s.Autorest;
using NodeTasker.Cli.Completing;

namespace NodeTasker.Cli.Commands;

/// <summary>The command line: all verbs, and how each expected end becomes a message and an exit code.</summary>
internal static class NodeTaskerCommand
{
    // A word that begins with @ is a word.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Parses <paramref name="args"/>, does what they say, and returns the exit code.</summary>
    public static async Task<int> InvokeAsync(IReadOnlyList<string> args, CommandStreams streams, TerminationSignals signals)
    {
        try
        {
            var (own, command) = SplitAtDashes(args);
            var context = new CommandContext(streams, TimeProvider.System, signals, command);
            if (TextOfHiddenVerb(args, context) is { } text)
            {
                await streams.Out.WriteAsync(text);
                return ExitCodes.Success;
            }

            return await InvokeParsedAsync(Create(context).Parse(own, Parsing), context, signals.Token);
        }
        catch (Exception e) when (signals.Received is { } signal && e is OperationCanceledException or IOException)
        {
            // The terminal may be gone as well: nothing is written.
            return ExitCodes.Of(signal);
        }
        catch (OutputException e)
        {
            if (e.IsClosedPipe)
                return ExitCodes.OutputClosed;
            await streams.Error.WriteLineAsync($"node-tasker: {e.Message}");
            return ExitCodes.Api;
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

    /// <summary>All verbs.</summary>
    public static RootCommand Create(CommandContext context)
    {
        var globals = new GlobalOptions();
        var root = new RootCommand("Runs a script once on every node of a Kubernetes cluster, at once.")
        {
            RunCommand.Create(globals, context),
            StatusCommand.Create(globals, context),
            ResultsCommand.Create(globals, context),
            LogsCommand.Create(globals, context),
            SteeringCommands.CreateCancel(globals, context),
            SteeringCommands.CreatePause(globals, context),
            SteeringCommands.CreateResume(globals, context),
            RerunCommand.Create(globals, context),
            HistoryCommand.Create(globals, context),
            DoctorCommand.Create(globals, context),
            SigningCommands.CreateSign(globals, context),
            SigningCommands.CreatePayload(globals, context),
            SigningCommands.CreateVerify(globals, context),
            VersionCommand.Create(globals, context),
            CompletionCommand.Create(context),
            DemoCommand.Create(context),
        };
        foreach (var option in globals.All)
            root.Add(option);
        return root;
    }

    // For shells and for the documentation: their words are not to be parsed as ours.
    private static string? TextOfHiddenVerb(IReadOnlyList<string> args, CommandContext context) =>
        args switch
        {
            [Completion.Verb, ..] => Completion.Of(Create(context), [.. args.Skip(1)]),
            [CommandReference.Verb] => CommandReference.Of(Create(context)),
            _ => null,
        };

    private static async Task<int> InvokeParsedAsync(ParseResult parsed, CommandContext context, CancellationToken cancellationToken)
    {
        var streams = context.Streams;
        if (UnknownWord.In(parsed) is { } unknown)
            return await WrongUsageAsync(parsed, [unknown], streams);

        if (context.Command is not null && parsed.CommandResult.Command.Name != "run")
            throw new CommandException(ExitCodes.Usage, $"only `{ProgramName.Shown} run` takes a command after '--'.");

        if (
            parsed.CommandResult.Command.Name is "demo" or "completion"
            && parsed.RootCommandResult.Command.Options.FirstOrDefault(option =>
                option.Recursive && option.Name != "--help" && parsed.GetResult(option) is { Implicit: false }
            )
                is { } option
        )
            throw new CommandException(
                ExitCodes.Usage,
                $"{option.Name} means nothing to '{parsed.CommandResult.Command.Name}', which works on no cluster but its own."
            );

        if (parsed.Errors.Count > 0)
            return await WrongUsageAsync(parsed, parsed.Errors.Select(error => error.Message), streams);

        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = streams.Out,
                Error = streams.Error,
                EnableDefaultExceptionHandler = false,
                // Signals are ours (TerminationSignals): its own handler would end the process before the demo has cleaned up.
                ProcessTerminationTimeout = null,
            },
            cancellationToken
        );
    }

    private static async Task<int> WrongUsageAsync(ParseResult parsed, IEnumerable<string> problems, CommandStreams streams)
    {
        foreach (var problem in problems)
            await streams.Error.WriteLineAsync($"node-tasker: {problem}");
        await streams.Error.WriteLineAsync($"See '{NameOf(parsed)} --help'.");
        return ExitCodes.Usage;
    }

    // What the operator wants to run is not ours to read.
    private static (IReadOnlyList<string> Own, IReadOnlyList<string>? Command) SplitAtDashes(IReadOnlyList<string> args)
    {
        var dashes = args.Index().Where(arg => arg.Item == "--").Select(arg => (int?)arg.Index).FirstOrDefault();
        return dashes is { } at ? ([.. args.Take(at)], [.. args.Skip(at + 1)]) : (args, null);
    }

    private static string NameOf(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "node-tasker" : $"node-tasker {parsed.CommandResult.Command.Name}";
}
