using System.Globalization;
using System.Text.Json;
using k8s.Models;
using NodeTasker.TaskModel;

namespace NodeTasker.Cluster;

/// <summary>Who set a task's content, and when, as far as its ConfigMap says.</summary>
/// <param name="Manager">The field manager that wrote <c>data</c> last, as <c>kubectl-replace</c>; null when the API server keeps none.</param>
/// <param name="Time">When, by the API server's clock.</param>
/// <param name="User">As the setter said of itself (annotation <c>node-tasker.io/set-by</c>), where <c>node-tasker</c> wrote <c>data</c> last. The API server's audit log alone is proof.</param>
public sealed record TaskOrigin(string? Manager, DateTimeOffset? Time, string? User)
{
    private const int LongestName = 253;

    /// <summary>Reads it from the task's metadata.</summary>
    public static TaskOrigin Of(V1ObjectMeta? metadata)
    {
        var newest = metadata?.ManagedFields?.Where(OwnsData).MaxBy(entry => entry.Time);
        string? user = null;
        // The annotation stays when somebody else edits the task by other means: then it says nothing about them.
        if (newest?.Manager == WellKnown.CliFieldManager)
            metadata?.Annotations?.TryGetValue(WellKnown.SetByAnnotation, out user);
        return new TaskOrigin(OnOneLine(newest?.Manager), TimeOf(newest), OnOneLine(user));
    }

    /// <summary>When the annotation that cancels a run was written, at the latest; null where there is none, or the API server doesn't say.</summary>
    public static DateTimeOffset? CancelTimeOf(V1ObjectMeta? metadata) =>
        TimeOf(metadata?.ManagedFields?.Where(OwnsCancel).MaxBy(entry => entry.Time));

    // Both go into logs and Events, where a line of its own would look like theirs.
    private static string? OnOneLine(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var kept = string.Concat(
            text.Trim()
                .Select(character =>
                    char.IsControl(character)
                    || char.GetUnicodeCategory(character)
                        is UnicodeCategory.Format
                            or UnicodeCategory.LineSeparator
                            or UnicodeCategory.ParagraphSeparator
                        ? ' '
                        : character
                )
        );
        return kept.Length <= LongestName ? kept : kept[..LongestName] + "…";
    }

    private static DateTimeOffset? TimeOf(V1ManagedFieldsEntry? entry) =>
        entry?.Time is { } written ? new DateTimeOffset(DateTime.SpecifyKind(written, DateTimeKind.Utc)) : null;

    private static bool OwnsCancel(V1ManagedFieldsEntry? entry) =>
        entry?.FieldsV1 is JsonElement { ValueKind: JsonValueKind.Object } fields
        && fields.TryGetProperty("f:metadata", out var metadata)
        && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty("f:annotations", out var annotations)
        && annotations.ValueKind == JsonValueKind.Object
        && annotations.TryGetProperty($"f:{WellKnown.CancelAnnotation}", out _);

    private static bool OwnsData(V1ManagedFieldsEntry? entry) =>
        entry?.FieldsV1 is JsonElement { ValueKind: JsonValueKind.Object } fields
        && (fields.TryGetProperty("f:data", out _) || fields.TryGetProperty("f:binaryData", out _));
}
