namespace NodeTasker.HostAgent.Watching;

/// <summary>Yields the task whenever it is another, and once at the start.</summary>
internal interface ITaskSource
{
    /// <summary>Runs until cancelled; connection trouble is logged and mended inside.</summary>
    IAsyncEnumerable<TaskSnapshot> ReadAsync(CancellationToken cancellationToken);
}
