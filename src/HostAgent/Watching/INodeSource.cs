namespace NodeTasker.HostAgent.Watching;

/// <summary>What the API says of this agent's Node, read when it is asked to, and kept up to date only while a task asks for labels.</summary>
internal interface INodeSource
{
    /// <summary>The uid of the Node as it was last read; null before the first answer, or when there is no such Node.</summary>
    string? Uid { get; }

    /// <summary>The labels as the watch in course has them; null before its first list, and while the API server is not heard.</summary>
    IReadOnlyDictionary<string, string>? Labels { get; }

    /// <summary>Completes when <see cref="Uid"/> is as the API server first said; null is an answer too.</summary>
    Task FirstRead { get; }

    /// <summary>One read, tried until the API server has given an answer; a refusal is one, and is logged.</summary>
    Task ReadAsync();

    /// <summary>Starts or stops following changes; <paramref name="changed"/> is called after each.</summary>
    void Follow(bool wanted, Action changed);
}
