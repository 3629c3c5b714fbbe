namespace NodeTasker.TaskModel;

/// <summary>A label selector as Kubernetes parses it: <c>role=worker,!gpu,zone in (a,b)</c>.</summary>
public sealed record LabelSelector
{
    /// <summary>Selects every node.</summary>
    public static LabelSelector Everything { get; } = new();

    /// <summary>Whether it selects every node, so that labels need not be known.</summary>
    public bool IsEverything => throw new NotImplementedException();

    /// <summary>Whether an object with <paramref name="labels"/> is selected.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels) => throw new NotImplementedException();

    /// <summary>Parses <paramref name="text"/>; on false <paramref name="error"/> says what and where.</summary>
    public static bool TryParse(string text, out LabelSelector selector, out string error) => throw new NotImplementedException();
}
