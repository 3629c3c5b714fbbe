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
    public static Command Create(CommandStreams streams, TimeProvider time)
    {
        var script = new Argument<string?>("SCRIPT")
        {
            Description = "The script to run on every node; '-' reads it from stdin [default: a hello]",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var nodes = CountOption.Create("--nodes", "How many nodes", most: MostNodes, Defaults.Nodes);
        var keep = new Option<bool>("--keep") { Description = "Stay up for kubectl until Ctrl-C" };
        var waitTimeout = DurationOption.Create(
            "--wait-timeout",
            "How long to wait for all results, as 90s or 1h30m; 0 is for ever",
            Defaults.WaitTimeout
        );

        var command = new Command(
            "demo",
            "Run a script on a whole cluster on this machine: a local cluster, real agents, and, as root, nodes with their own namespaces. The script has the machine's files and network."
        )
        {
            script,
            nodes,
            keep,
            waitTimeout,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var options = new DemoOptions
                {
                    Script = parsed.GetValue(script),
                    Nodes = parsed.GetValue(nodes),
                    Keep = parsed.GetValue(keep),
                    WaitTimeout = parsed.GetValue(waitTimeout) ?? Defaults.WaitTimeout,
                };
                return new DemoRun(options, streams, time).RunAsync(cancellationToken);
            }
        );
        return command;
    }
}
