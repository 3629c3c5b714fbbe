using NodeTasker.Cli.Running;

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

    /// <summary>How to wait: 2 minutes by default, and what the demo has set does not go on without it.</summary>
    public RunOptions Run { get; init; } = new() { WaitTimeout = TimeSpan.FromMinutes(2), GoesOn = false };

    /// <summary><c>demo-1</c> …</summary>
    public IReadOnlyList<string> NodeNames => [.. Enumerable.Range(1, Nodes).Select(number => $"demo-{number}")];
}
