using System.Text.Json;
using k8s.Models;
using NodeTasker.Controller.Watching;
using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Rollouts;

namespace NodeTasker.Controller.History;

/// <summary>Who set a content, and when.</summary>
/// <param name="SetTime">When, by the API server's clock where it says so.</param>
/// <param name="Manager">The field manager, as <c>kubectl-replace</c>.</param>
/// <param name="User">As the setter said of itself.</param>
internal sealed record RunOrigin(DateTimeOffset SetTime, string? Manager, string? User)
{
    /// <summary>What the history knows of this content; else what the API server noted on the task; else now.</summary>
    public static RunOrigin Of(ObservedTask task, HistoryEntry? known, DateTimeOffset now)
    {
        if (known is not null) return new(known.SetTime, known.Manager, known.User);
        var user = task.Document.Annotations.GetValueOrDefault(WellKnown.SetByAnnotation);
        var newest = task.Metadata?.ManagedFields?.Where(OwnsData).MaxBy(entry => entry.Time);
        return new(newest?.Time is { } time ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)) : now, newest?.Manager, string.IsNullOrWhiteSpace(user) ? null : user.Trim());
    }

    private static bool OwnsData(V1ManagedFieldsEntry entry) =>
        entry.FieldsV1 is JsonElement { ValueKind: JsonValueKind.Object } fields && (fields.TryGetProperty("f:data", out _) || fields.TryGetProperty("f:binaryData", out _));
}
