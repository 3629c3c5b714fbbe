using NodeTasker.Cli.Tasks;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Demo;

/// <summary>The task that a demo submits, checked before anything is started.</summary>
internal static class DemoScript
{
    /// <summary>Reads <paramref name="script"/>: a path, <c>-</c> for <paramref name="stdin"/>, null for the built-in hello.</summary>
    /// <exception cref="CommandException">It can't be read, or is not a task that an agent would run.</exception>
    public static async Task<TaskDocument> ReadAsync(string? script, TextReader stdin, CancellationToken cancellationToken)
    {
        var text = script switch
        {
            null => EmbeddedScripts.Hello,
            _ => await ScriptText.ReadAsync(script, stdin, cancellationToken),
        };
        var document = new TaskDocument(
            WellKnown.DefaultTask,
            new Dictionary<string, string> { ["task"] = text },
            new Dictionary<string, byte[]>(),
            new Dictionary<string, string>()
        );

        return TaskSpecParser.Parse(document) switch
        {
            ParsedTask.Valid => document,
            ParsedTask.Bad bad => throw Unusable(script, string.Join("; ", bad.Problems.Select(problem => problem.Message))),
            _ => throw Unusable(script, "it is empty; give a script with at least one command"),
        };
    }

    private static CommandException Unusable(string? script, string why) => ScriptText.Unusable(script ?? "hello.sh", why);
}
