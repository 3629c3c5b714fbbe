namespace NodeTasker.TaskModel;

/// <summary>A label selector as Kubernetes parses it: <c>role=worker,!gpu,zone in (a,b)</c>.</summary>
/// <remarks>
/// Requirements, all of which must hold, with commas between: <c>key</c> (is there), <c>!key</c> (is not), <c>key=value</c> or
/// <c>key==value</c>, <c>key!=value</c>, <c>key in (a,b)</c>, <c>key notin (a,b)</c>, and for whole numbers <c>key&gt;1</c> and
/// <c>key&lt;1</c>. As in Kubernetes, <c>!=</c> and <c>notin</c> hold for an object without the key too, and a value may be empty.
/// </remarks>
public sealed record LabelSelector
{
    private readonly LabelRequirement[] _requirements;

    private LabelSelector(LabelRequirement[] requirements) => _requirements = requirements;

    /// <summary>Selects every node.</summary>
    public static LabelSelector Everything { get; } = new([]);

    /// <summary>Whether it selects every node, so that labels need not be known.</summary>
    public bool IsEverything => _requirements.Length == 0;

    /// <summary>Whether an object with <paramref name="labels"/> is selected.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels) =>
        Array.TrueForAll(_requirements, requirement => requirement.Matches(labels));

    /// <summary>Parses <paramref name="text"/>; on false <paramref name="error"/> says what and where.</summary>
    public static bool TryParse(string text, out LabelSelector selector, out string error)
    {
        var parser = new LabelSelectorParser(text);
        error = parser.Parse(out var requirements) ?? "";
        selector = error.Length == 0 ? new LabelSelector([.. requirements]) : Everything;
        return error.Length == 0;
    }

    /// <inheritdoc/>
    public bool Equals(LabelSelector? other) => other is not null && _requirements.SequenceEqual(other._requirements);

    /// <inheritdoc/>
    public override int GetHashCode() => _requirements.Aggregate(0, HashCode.Combine);

    /// <summary>In the form that Kubernetes parses.</summary>
    public override string ToString() => string.Join(',', _requirements.Select(requirement => requirement.ToString()));
}
