using NodeTasker.HostAgent.Watching;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Tests.Fakes;

/// <summary>Tasks as the API would hold them.</summary>
internal static class Wish
{
    public const string Task = "node-tasker";
    public const string Node = "worker-1";
    public const string Script = "echo hello\n";

    /// <summary>A task with a good script, unless one is among these keys; <c>cancel</c>, <c>rerun</c> and <c>pausedRun</c> are the annotations.</summary>
    public static TaskDocument Document(params (string Key, string Value)[] keys)
    {
        var data = new Dictionary<string, string> { ["task"] = Script };
        var annotations = new Dictionary<string, string>();
        foreach (var (key, value) in keys)
        {
            switch (key)
            {
                case "cancel":
                    annotations[WellKnown.CancelAnnotation] = value;
                    break;
                case "rerun":
                    annotations[WellKnown.RerunAnnotation] = value;
                    break;
                case "pausedRun":
                    annotations[WellKnown.PausedAnnotation] = value;
                    break;
                default:
                    data[key] = value;
                    break;
            }
        }

        return new TaskDocument(Task, data, new Dictionary<string, byte[]>(), annotations);
    }

    public static TaskSpec Spec(params (string Key, string Value)[] keys) =>
        Assert.IsType<ParsedTask.Valid>(TaskSpecParser.Parse(Document(keys))).Spec;

    public static TaskSnapshot For(params (string Key, string Value)[] keys) =>
        new(TaskSpecParser.Parse(Document(keys)), "1") { Document = Document(keys) };

    /// <summary>The ConfigMap is not there.</summary>
    public static TaskSnapshot Gone { get; } = new(null, null);
}
