namespace NodeTasker.TaskModel;

/// <summary>Reads a task; never guesses, reports all that is wrong at once.</summary>
public static class TaskSpecParser
{
    /// <summary>What <paramref name="document"/> says, or everything that is wrong with it.</summary>
    public static ParsedTask Parse(TaskDocument document) => throw new NotImplementedException();
}

/// <summary>What came of reading a task.</summary>
public abstract record ParsedTask
{
    private ParsedTask() { }

    /// <summary>No script: nothing to do.</summary>
    public sealed record Empty : ParsedTask;

    /// <summary>A valid task.</summary>
    public sealed record Valid(TaskSpec Spec) : ParsedTask;

    /// <summary>A bad task: nothing of it may run.</summary>
    /// <param name="Run">The identity of what it would have run.</param>
    /// <param name="Problems">All of them, in the order of the keys.</param>
    public sealed record Bad(RunId Run, IReadOnlyList<TaskProblem> Problems) : ParsedTask;
}

/// <summary>One thing that is wrong with a task.</summary>
/// <param name="Key">The key, as written.</param>
/// <param name="Message">A sentence that names the key, the value, what would be right, and the nearest known key.</param>
public sealed record TaskProblem(string Key, string Message);
