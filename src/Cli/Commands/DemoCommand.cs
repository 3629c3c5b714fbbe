using System.CommandLine;
using NodeTasker.Cli.Demo;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Commands;

/// <summary><c>node-tasker demo</c>.</summary>
internal static class DemoCommand
{
    private const int MostNodes = 50;
    private static readonly DemoOptions Defaults = new();

    /// <summary>The verb, its arguments and what it does.</summary>
    public static Command Create(CommandContext context)
    {
        var script = new Argument<string?>("SCRIPT")
        {
            Description = "The script to run on every node; '-' reads it from stdin [default: a hello]",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var nodes = CountOption.Create("--nodes", "How many nodes", most: MostNodes, Defaults.Nodes);
        var keep = new Option<bool>("--keep") { Description = "Stay up for kubectl until Ctrl-C" };
        var waiting = new WaitFlags(Defaults.Run);

        var command = new Command(
            "demo",
            "Run a script on a whole cluster on this machine: a local cluster, real agents, and, as root, nodes with their own namespaces. The script has the machine's files and network."
        )
        {
            script,
            nodes,
            keep,
            waiting.WaitTimeout,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var options = new DemoOptions
                {
                    Script = parsed.GetValue(script),
                    Nodes = parsed.GetValue(nodes),
                    Keep = parsed.GetValue(keep),
                    Run = waiting.Of(parsed),
                };
                return new DemoRun(options, context).RunAsync(cancellationToken);
            }
        );
        return command;
    }
}
