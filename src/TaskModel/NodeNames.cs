namespace NodeTasker.TaskModel;

/// <summary>Key <c>nodes</c>: a comma list of names and globs (<c>*</c>, <c>?</c>, <c>[a-c]</c>).</summary>
public sealed record NodeNames
{
    /// <summary>Every node.</summary>
    public static NodeNames Everything { get; } = new();

    /// <summary>Whether <paramref name="node"/> is one of them.</summary>
    public bool Matches(string node) => throw new NotImplementedException();

    /// <summary>Parses <paramref name="text"/>; on false <paramref name="error"/> says what and where.</summary>
    public static bool TryParse(string text, out NodeNames names, out string error) => throw new NotImplementedException();
}
