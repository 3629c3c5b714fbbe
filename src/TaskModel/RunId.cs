namespace NodeTasker.TaskModel;

/// <summary>
/// One content of a task, as an identity: the first 12 hex digits of SHA-256 over the canonical JSON of what would run on a
/// node; for scheduled and every-boot runs followed by <c>-&lt;slot&gt;</c>.
/// </summary>
/// <param name="Value">The text, as it stands in results, labels and paths.</param>
public readonly record struct RunId(string Value)
{
    /// <summary>The identity of what <paramref name="document"/> would run, valid or not.</summary>
    public static RunId Of(TaskDocument document) => throw new NotImplementedException();

    /// <summary>The run of this content in <paramref name="slot"/>: a scheduled minute or a boot.</summary>
    public RunId InSlot(string slot) => new($"{Value}-{slot}");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
