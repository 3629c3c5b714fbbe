using System.Security.Cryptography;
using NodeTasker.Cluster;
using NodeTasker.Controller.Watching;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Signing;

namespace NodeTasker.Controller.History;

/// <summary>What a task was set to, and by whom.</summary>
/// <param name="Content">What it runs.</param>
/// <param name="Origin">Who set that.</param>
/// <param name="Document">As it was read last.</param>
/// <param name="Digest">Of all that it says, its options and its signature too.</param>
/// <param name="Setter">Who wrote that: a mistake put right or another option may be somebody else's than the content.</param>
/// <param name="ChangeTime">When it was last changed while its content stayed, by this controller's clock; null when it wasn't.</param>
internal sealed record TaskSetting(
    RunId Content,
    RunOrigin Origin,
    TaskDocument Document,
    string Digest,
    RunOrigin Setter,
    DateTimeOffset? ChangeTime = null
)
{
    /// <summary>Digest and setter, for the record.</summary>
    public string Record => Setter.ToString() is { Length: > 0 } setting ? $"{Digest}, {setting}" : Digest;

    /// <param name="task">The task.</param>
    /// <param name="content">What it runs.</param>
    /// <param name="before">What it was set to before; null when that isn't known.</param>
    /// <param name="known">What the history says of this content where it has not been set again since; null when it was, or nothing is known.</param>
    /// <param name="now">For what the API server doesn't say.</param>
    public static TaskSetting Of(ObservedTask task, RunId content, TaskSetting? before, HistoryEntry? known, DateTimeOffset now)
    {
        var digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(SignedPayload.Of(task.Document)))}";
        var written = TaskOrigin.Of(task.Metadata.FieldWrites(), task.Metadata?.Annotations);
        var isSameContent = before?.Content == content;
        var origin =
            isSameContent ? before!.Origin
            : known is not null ? new(known.SetTime, known.Manager, known.User)
            : new RunOrigin(written.Time ?? now, written.Manager, written.User);
        return new(
            content,
            origin,
            task.Document,
            digest,
            written.Manager is null ? origin : new(written.Time ?? origin.SetTime, written.Manager, written.User),
            !isSameContent ? null
                : digest == before!.Digest ? before.ChangeTime
                : now
        );
    }
}
