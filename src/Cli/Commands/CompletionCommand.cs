using System.CommandLine;
using NodeTasker.Cli.Completing;

namespace NodeTasker.Cli.Commands;

/// <summary><c>node-tasker completion</c>.</summary>
internal static class CompletionCommand
{
    /// <summary>The verb, its argument and what it does.</summary>
    public static Command Create(CommandContext context)
    {
        var shell = new Argument<string>("SHELL") { Description = $"One of {string.Join(", ", ShellScripts.Shells)}" };
        shell.AcceptOnlyFromAmong([.. ShellScripts.Shells]);
        var command = new Command(
            "completion",
            "Print the script by which a shell completes verbs, options and the cluster's nodes: source <(node-tasker completion bash)"
        )
        {
            shell,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                await context.Streams.Out.WriteAsync(ShellScripts.For(parsed.GetRequiredValue(shell)));
                return ExitCodes.Success;
            }
        );
        return command;
    }
}
