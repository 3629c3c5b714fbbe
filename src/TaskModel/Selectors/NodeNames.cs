namespace NodeTasker.TaskModel;

/// <summary>Key <c>nodes</c>: a comma list of names and globs (<c>*</c>, <c>?</c>, <c>[a-c]</c>).</summary>
/// <remarks>
/// <c>*</c> is any text, an empty one too, dots included; <c>?</c> is one character; <c>[a-c]</c> one of a range or set and <c>[!a-c]</c> one
/// outside it. White space around an item does not count. An empty list is every node.
/// </remarks>
public sealed record NodeNames
{
    private readonly NodeGlob[] _globs;

    private NodeNames(NodeGlob[] globs) => _globs = globs;

    /// <summary>Every node.</summary>
    public static NodeNames Everything { get; } = new([]);

    /// <summary>Whether it is every node.</summary>
    public bool IsEverything => _globs.Length == 0;

    /// <summary>Whether <paramref name="node"/> is one of them.</summary>
    public bool Matches(string node) => IsEverything || Array.Exists(_globs, glob => glob.Matches(node));

    /// <summary>Parses <paramref name="text"/>; on false <paramref name="error"/> says what and where.</summary>
    public static bool TryParse(string text, out NodeNames names, out string error)
    {
        names = Everything;
        error = "";
        if (text.Trim().Length == 0)
            return true;

        var globs = new List<NodeGlob>();
        foreach (var item in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!NodeGlob.TryParse(item, out var glob, out error))
                return false;

            globs.Add(glob);
        }

        names = new NodeNames([.. globs]);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(NodeNames? other) => other is not null && _globs.SequenceEqual(other._globs);

    /// <inheritdoc/>
    public override int GetHashCode() => _globs.Aggregate(0, HashCode.Combine);

    /// <summary>As a comma list.</summary>
    public override string ToString() => string.Join(',', _globs.Select(glob => glob.Pattern));
}
