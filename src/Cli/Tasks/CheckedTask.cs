using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Tasks;

/// <summary>Checks a task before anything is sent, as agents will.</summary>
internal static class CheckedTask
{
    /// <summary>What <paramref name="document"/> says.</summary>
    /// <exception cref="CommandException">Agents would reject it; all that is wrong is named.</exception>
    public static TaskSpec Of(TaskDocument document, string source) =>
        TaskSpecParser.Parse(document) switch
        {
            ParsedTask.Valid valid => valid.Spec,
            ParsedTask.Bad bad => throw new CommandException(
                ExitCodes.Usage,
                $"{source} is no task that an agent would run; nothing was set.\n{ListOf(bad.Problems)}"
            ),
            _ => throw new CommandException(ExitCodes.Usage, $"{source} is empty; give a script with at least one command."),
        };

    /// <summary>Refuses what was right once.</summary>
    /// <exception cref="CommandException">No agent would start it any more.</exception>
    public static void RefuseOver(TaskSpec spec, string source, TimeProvider time)
    {
        if (spec.NotAfter is { } end && end < time.GetUtcNow())
            throw new CommandException(
                ExitCodes.Usage,
                $"the notAfter of {source} ({Rfc3339.Format(end)}) is over: every agent would reject it. Give a later time."
            );
    }

    /// <summary>The problems, a line each.</summary>
    public static string ListOf(IEnumerable<TaskProblem> problems) => string.Join('\n', problems.Select(problem => $"  {problem.Message}"));
}
