using System.Globalization;
using System.Text.Json;

namespace NodeTasker.TaskModel;

/// <summary>Who set a task's content, and when, as far as its ConfigMap says.</summary>
/// <param name="Manager">The field manager that wrote <c>data</c> last, as <c>kubectl-replace</c>; null when the API server keeps none.</param>
/// <param name="Time">When, by the API server's clock.</param>
/// <param name="User">As the setter said of itself (annotation <c>node-tasker.io/set-by</c>), where <c>node-tasker</c> wrote <c>data</c> last. The API server's audit log alone is proof.</param>
public sealed record TaskOrigin(string? Manager, DateTimeOffset? Time, string? User)
{
    private const int LongestName = 253;

    /// <summary>Reads it from the metadata of the task's ConfigMap: who wrote which fields, and its annotations.</summary>
    public static TaskOrigin Of(
        IEnumerable<(string? Manager, DateTimeOffset? Time, JsonElement Fields)> writes,
        IDictionary<string, string>? annotations
    )
    {
        var (manager, time, _) = writes
            .Where(write => Has(write.Fields, "f:data") || Has(write.Fields, "f:binaryData"))
            .OrderByDescending(write => write.Time)
            .FirstOrDefault();
        string? user = null;
        // The annotation stays when somebody else edits the task by other means: then it says nothing about them.
        if (manager == WellKnown.CliFieldManager)
            annotations?.TryGetValue(WellKnown.SetByAnnotation, out user);
        return new TaskOrigin(OnOneLine(manager), time, OnOneLine(user));
    }

    /// <summary>When the annotation that cancels a run was written, at the latest; null where there is none, or the API server doesn't say.</summary>
    public static DateTimeOffset? CancelTimeOf(IEnumerable<(string? Manager, DateTimeOffset? Time, JsonElement Fields)> writes) =>
        writes.Where(write => Has(write.Fields, "f:metadata", "f:annotations", $"f:{WellKnown.CancelAnnotation}")).Max(write => write.Time);

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

    private static bool Has(JsonElement fields, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (fields.ValueKind != JsonValueKind.Object || !fields.TryGetProperty(name, out fields))
                return false;
        }

        return true;
    }
}
