using System.CommandLine;
using System.Text.Json.Nodes;
using k8s;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Formats;
using NodeTasker.Cli.Running;
using NodeTasker.Cli.Tasks;
using NodeTasker.TaskModel.Signing;

namespace NodeTasker.Cli.Commands;

/// <summary><c>node-tasker run</c>.</summary>
internal static class RunCommand
{
    private const string Description =
        "Run a script on every node, or those that are selected, and wait for the results. `run SCRIPT` runs a file, `run -` what comes on stdin, `run -- CMD ARG...` a command.";

    /// <summary>The verb, its arguments and what it does.</summary>
    public static Command Create(GlobalOptions globals, CommandContext context)
    {
        var script = new Argument<string?>("SCRIPT")
        {
            Description = "The script to run; '-' reads it from stdin",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var flags = new TaskFlags(globals);
        var waiting = new WaitFlags();
        var remove = new Option<bool>("--rm") { Description = "Clear the task and remove its results when all is done" };
        var replace = new Option<bool>("--replace") { Description = "Take the place of another run that is still in progress" };
        var yes = new Option<bool>("--yes", "-y") { Description = "Don't ask before running on many nodes" };
        var key = new Option<string?>("--sign-with")
        {
            Description = "Sign the task with this private key, as `sign` does",
            HelpName = "FILE",
        };
        var dryRun = new Option<string?>("--dry-run")
        {
            Description = "'client' prints the ConfigMap, with -o yaml or json, and sets nothing",
            HelpName = "client|none",
        };
        dryRun.AcceptOnlyFromAmong("client", "none");
        var output = OutputOption.Create();

        var command = new Command("run", Description) { script };
        foreach (var option in (Option[])[.. waiting.Options, remove, replace, yes, key, dryRun, output, .. flags.Options])
            command.Add(option);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var (text, source) = await ReadScriptAsync(parsed.GetValue(script), context, cancellationToken);
                var given = flags.Read(parsed, text);
                if (given.Data.ContainsKey(SignedPayload.SignatureKey))
                    RefuseUseless(given, isSigning: parsed.GetValue(key) is not null);
                var content = given.WithFreshNonce();
                var connection = globals.Of(parsed);
                var spec = CheckedTask.Of(content.ToDocument(connection.Task), source);
                CheckedTask.RefuseOver(spec, source, context.Time);
                if (parsed.GetValue(key) is { } keyFile)
                    content = content.With(
                        SignedPayload.SignatureKey,
                        TaskSigning.Sign(content.ToDocument(connection.Task), keyFile, context)
                    );
                if (parsed.GetValue(dryRun) == "client")
                    return await PrintAsync(content, connection, parsed.GetValue(output), context);

                var options = waiting.Of(parsed) with
                {
                    Remove = parsed.GetValue(remove),
                    Replace = parsed.GetValue(replace),
                    Yes = parsed.GetValue(yes),
                };
                if (options is { Remove: true, Wait: false })
                    throw new CommandException(ExitCodes.Usage, "--rm needs to wait; leave --no-wait out.");
                if (options.Remove && EarlierRun.StandingOf(spec) is { } standing)
                    throw new CommandException(
                        ExitCodes.Usage,
                        $"the task {standing}, which --rm would throw away when it has run once; leave one of the two out."
                    );
                return await ClusterVerb.RunAsync(
                    connection,
                    cluster => new TaskRun(cluster, context, options, parsed.GetValue(output)).RunAsync(content, spec, cancellationToken),
                    cancellationToken
                );
            }
        );
        return command;
    }

    private static void RefuseUseless(TaskContent content, bool isSigning)
    {
        if (isSigning)
            throw new CommandException(ExitCodes.Usage, "--sign-with makes the signature; leave --signature out.");
        if (!content.Data.ContainsKey("nonce"))
            throw new CommandException(
                ExitCodes.Usage,
                "--signature needs --nonce: it is over the nonce that was signed, and a fresh one is another. Give that nonce, or sign with --sign-with."
            );
    }

    private static async Task<(string Text, string Source)> ReadScriptAsync(
        string? script,
        CommandContext context,
        CancellationToken cancellationToken
    ) =>
        (script, context.Command) switch
        {
            ({ }, { }) => throw new CommandException(ExitCodes.Usage, "give a script or a command after '--', not both."),
            (null, { Count: > 0 } command) => (CommandScript.Of(command), "the command"),
            ({ } path, null) => (await ScriptText.ReadAsync(path, context.Streams.In, cancellationToken), ScriptText.NameOf(path)),
            _ => throw new CommandException(
                ExitCodes.Usage,
                $"give a script, '-' for stdin, or a command after '--': {ProgramName.Shown} run -- uptime"
            ),
        };

    private static async Task<int> PrintAsync(
        TaskContent content,
        ConnectionOptions connection,
        OutputFormat format,
        CommandContext context
    )
    {
        var configMap = TaskStore.Compose(connection.Task, connection.Namespace, null, content, setBy: null);
        await context.Streams.Out.WriteAsync(
            format switch
            {
                OutputFormat.Json or OutputFormat.Yaml => JsonOutput.Render(JsonNode.Parse(KubernetesJson.Serialize(configMap))!, format),
                OutputFormat.Name => $"configmap/{connection.Task}\n",
                _ => $"configmap/{connection.Task} set (dry run)\n",
            }
        );
        return ExitCodes.Success;
    }
}
