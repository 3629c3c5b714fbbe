namespace NodeTasker.HostAgent.Watching;

/// <summary>Yields the task whenever it is another, and once at the start.</summary>
internal interface ITaskSource
{
    /// <summary>Raised when the connection has ended, before the next is tried.</summary>
    event Action? Cut;

    /// <summary>Runs until cancelled; connection trouble is logged and mended inside.</summary>
    IAsyncEnumerable<TaskSnapshot> ReadAsync(CancellationToken cancellationToken);
}
