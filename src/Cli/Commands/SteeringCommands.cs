using System.CommandLine;
using NodeTasker.Cli.Completing;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Formats;
using NodeTasker.Cli.Steering;

namespace NodeTasker.Cli.Commands;

/// <summary><c>node-tasker cancel</c>, <c>pause</c> and <c>resume</c>.</summary>
internal static class SteeringCommands
{
    /// <summary>Ends a run on every node.</summary>
    public static Command CreateCancel(GlobalOptions globals, CommandContext context)
    {
        var run = new Argument<string?>("RUN") { Description = "Which run [default: the current one]", Arity = ArgumentArity.ZeroOrOne };
        run.CompletionSources.Add(context => globals.Candidates(context, ClusterCandidates.Runs));
        var command = Create(
            "cancel",
            "End the current run on every node: TERM, then KILL after the task's gracePeriod.",
            globals,
            context,
            (parsed, steering, cancellationToken) => steering.CancelAsync(parsed.GetValue(run), cancellationToken)
        );
        command.Add(run);
        return command;
    }

    /// <summary>Holds a rollout.</summary>
    public static Command CreatePause(GlobalOptions globals, CommandContext context) =>
        Create(
            "pause",
            "Let no further node start the current run; running nodes finish.",
            globals,
            context,
            (_, steering, cancellationToken) => steering.PauseAsync(cancellationToken)
        );

    /// <summary>Lets it go on.</summary>
    public static Command CreateResume(GlobalOptions globals, CommandContext context) =>
        Create("resume", "Let a paused run go on.", globals, context, (_, steering, cancellationToken) =>
            steering.ResumeAsync(cancellationToken)
        );

    private static Command Create(
        string verb,
        string description,
        GlobalOptions globals,
        CommandContext context,
        Func<ParseResult, TaskSteering, CancellationToken, Task<Steered>> steer
    )
    {
        var output = OutputOption.Create(OutputFormat.Table, OutputFormat.Json, OutputFormat.Yaml, OutputFormat.Name);
        var command = new Command(verb, description) { output };
        ClusterVerb.SetAction(command, globals, async (parsed, cluster, cancellationToken) =>
        {
            var steered = await steer(parsed, new TaskSteering(cluster, context.Time), cancellationToken);
            await context.Streams.Out.WriteAsync(
                SteeringReport.Render(cluster, verb, steered.Run, steered.IsChanged, steered.Sentence, parsed.GetValue(output))
            );
            return ExitCodes.Success;
        });
        return command;
    }
}
