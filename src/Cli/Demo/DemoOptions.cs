namespace NodeTasker.Cli.Demo;

/// <summary>What <c>node-tasker demo</c> was asked for.</summary>
internal sealed record DemoOptions
{
    /// <summary>The script: a path, <c>-</c> for stdin; null is the built-in hello.</summary>
    public string? Script { get; init; }

    /// <summary>How many nodes, 1…50. Default: 3.</summary>
    public int Nodes { get; init; } = 3;

    /// <summary>Whether to stay up for kubectl until Ctrl-C. Default: false.</summary>
    public bool Keep { get; init; }

    /// <summary>How long to wait for all results; zero is for ever. Default: 2 minutes.</summary>
    public TimeSpan WaitTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary><c>demo-1</c> …</summary>
    public IReadOnlyList<string> NodeNames => [.. Enumerable.Range(1, Nodes).Select(number => $"demo-{number}")];
}
