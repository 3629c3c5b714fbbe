namespace NodeTasker.Cluster;

/// <summary>What one part of a program learns of the API's health and another waits for: results go out as soon as a watch is back.</summary>
public sealed class ApiConnection
{
    private TaskCompletionSource _next = NewSignal();

    /// <summary>Completes at the next success after now.</summary>
    public Task NextSuccess => Volatile.Read(ref _next).Task;

    /// <summary>The API has just answered.</summary>
    public void Succeeded() => Interlocked.Exchange(ref _next, NewSignal()).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
