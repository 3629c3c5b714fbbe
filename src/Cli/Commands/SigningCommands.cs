using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using NodeTasker.Cli.Formats;
using NodeTasker.Cli.Tasks;
using NodeTasker.Cluster;
using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Signing;

namespace NodeTasker.Cli.Commands;

/// <summary><c>node-tasker sign</c>, <c>payload</c> and <c>verify</c>.</summary>
internal static class SigningCommands
{
    /// <summary>Puts a signature into a task.</summary>
    public static Command CreateSign(GlobalOptions globals, CommandContext context)
    {
        var file = FileArgument(
            "The script to sign, with the options below, or a task's ConfigMap as YAML or JSON; '-' reads either from stdin [default: the task of the cluster]"
        );
        var flags = new TaskFlags(globals);
        var key = new Option<string>("--key")
        {
            Description =
                $"The private key, PEM, ECDSA P-256; the password of an encrypted one is taken from {TaskSigning.PasswordVariable}, or asked for",
            HelpName = "FILE",
            Required = true,
        };
        var output = OutputOption.Create(OutputFormat.Yaml, OutputFormat.Json);
        var command = new Command(
            "sign",
            "Make a task of a script, or take a task's ConfigMap, sign it and print it, ready for `kubectl replace -f -`."
        )
        {
            file,
            key,
            output,
        };
        foreach (var option in flags.Options.Where(option => option.Name != "--signature"))
            command.Add(option);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var task = await ToSignAsync(parsed.GetValue(file), flags, globals, parsed, context, cancellationToken);
                var name = task.Metadata?.Name ?? globals.Of(parsed).Task;
                var document = StoredTask.DocumentOf(name, task);
                var source = parsed.GetValue(file) ?? "the task";
                CheckedTask.RefuseOver(CheckedTask.Of(document, source), source, context.Time);
                task.Data[SignedPayload.SignatureKey] = TaskSigning.Sign(document, parsed.GetRequiredValue(key), context);
                task.Metadata = new()
                {
                    Name = name,
                    NamespaceProperty = task.Metadata?.NamespaceProperty,
                    Labels = task.Metadata?.Labels,
                    Annotations = task.Metadata?.Annotations,
                };
                (task.ApiVersion, task.Kind) = ("v1", "ConfigMap");
                await context.Streams.Out.WriteAsync(
                    JsonOutput.Render(JsonNode.Parse(KubernetesJson.Serialize(task))!, OutputOption.Of(parsed, output, OutputFormat.Yaml))
                );
                return ExitCodes.Success;
            }
        );
        return command;
    }

    /// <summary>Prints what is signed, for other tools.</summary>
    public static Command CreatePayload(GlobalOptions globals, CommandContext context)
    {
        var file = FileArgument();
        var command = new Command("payload", "Print exactly the bytes of a task that are signed, for openssl, cosign or an HSM.") { file };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var document = await DocumentAsync(parsed.GetValue(file), globals, parsed, context, cancellationToken);
                await context.Streams.Out.WriteAsync(Encoding.UTF8.GetString(SignedPayload.Of(document)));
                return ExitCodes.Success;
            }
        );
        return command;
    }

    /// <summary>Checks a signature as an agent does.</summary>
    public static Command CreateVerify(GlobalOptions globals, CommandContext context)
    {
        var file = FileArgument();
        var keys = new Option<string>("--trusted-keys")
        {
            Description = "The folder of public keys that agents have",
            HelpName = "FOLDER",
            Required = true,
        };
        var command = new Command("verify", "Check a task's signature as agents with these keys would.") { file, keys };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (!TrustedKeys.TryRead(parsed.GetRequiredValue(keys), out var trusted, out var errors))
                    throw new CommandException(ExitCodes.Usage, string.Join('\n', errors));

                var document = await DocumentAsync(parsed.GetValue(file), globals, parsed, context, cancellationToken);
                var spec = CheckedTask.Of(document, parsed.GetValue(file) ?? "the task");
                var name = TaskSignature.Verify(document, trusted) switch
                {
                    SignatureVerdict.Trusted signed => signed.SignedBy,
                    SignatureVerdict.Refused refused => throw new CommandException(ExitCodes.Usage, $"{refused.Reason}: {refused.Message}"),
                    _ => throw new System.Diagnostics.UnreachableException(),
                };
                if (spec.NotAfter is { } end && end < context.Time.GetUtcNow())
                    throw new CommandException(
                        ExitCodes.Usage,
                        $"signed by {name}, but its notAfter ({Rfc3339.Format(end)}) is over: no agent starts it any more."
                    );

                await context.Streams.Out.WriteLineAsync(
                    $"Signed by {name}{(spec.NotAfter is { } until ? $", until {Rfc3339.Format(until)}" : "")}{(spec.Audience is { } audience ? $", for agents with --audience {audience}" : "")}."
                );
                return ExitCodes.Success;
            }
        );
        return command;
    }

    private static Argument<string?> FileArgument(
        string description = "The task's ConfigMap as YAML or JSON; '-' reads it from stdin [default: the task of the cluster]"
    )
    {
        var file = new Argument<string?>("FILE") { Description = description, Arity = ArgumentArity.ZeroOrOne };
        return file;
    }

    private static async Task<V1ConfigMap> ToSignAsync(
        string? file,
        TaskFlags flags,
        GlobalOptions globals,
        ParseResult parsed,
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var connection = globals.Of(parsed);
        var text = file is null ? null : await ScriptText.ReadAsync(file, context.Streams.In, cancellationToken);
        if (text is not null && TaskFile.IsScript(text, file!))
            return TaskStore.Compose(connection.Task, connection.Namespace, null, flags.Read(parsed, text).WithFreshNonce(), setBy: null);

        if (flags.Options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given)
            throw new CommandException(
                ExitCodes.Usage,
                $"{given.Name} goes with a script; {file ?? "the task of the cluster"} is a ConfigMap, which has its options in its data. A script begins with '#!'."
            );

        return text is null
            ? await TaskFile.ReadAsync(null, context.Streams.In, connection, cancellationToken)
            : TaskFile.Parse(text, file == "-" ? "stdin" : file!);
    }

    private static async Task<TaskDocument> DocumentAsync(
        string? file,
        GlobalOptions globals,
        ParseResult parsed,
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var connection = globals.Of(parsed);
        var task = await TaskFile.ReadAsync(file, context.Streams.In, connection, cancellationToken);
        return StoredTask.DocumentOf(task.Metadata?.Name ?? connection.Task, task);
    }
}
