namespace NodeTasker.TaskModel.Tests;

internal static class Tasks
{
    public const string Script = "#!/bin/sh\necho hello\n";

    /// <summary>A task with a good script and these keys.</summary>
    public static TaskDocument With(params (string Key, string Value)[] data) => Bare([("task", Script), .. data]);

    /// <summary>A task with these keys only.</summary>
    public static TaskDocument Bare(params (string Key, string Value)[] data) =>
        new(
            "node-tasker",
            data.ToDictionary(entry => entry.Key, entry => entry.Value),
            new Dictionary<string, byte[]>(),
            new Dictionary<string, string>()
        );

    public static TaskSpec Valid(TaskDocument document) => Assert.IsType<ParsedTask.Valid>(TaskSpecParser.Parse(document)).Spec;

    public static IReadOnlyList<TaskProblem> Problems(TaskDocument document) =>
        Assert.IsType<ParsedTask.Bad>(TaskSpecParser.Parse(document)).Problems;

    public static string OnlyProblem(TaskDocument document) => Assert.Single(Problems(document)).Message;
}
