namespace NodeTasker.Watching;

/// <summary>What one part of the agent learns of the API's health and another waits for: results go out as soon as a watch is back.</summary>
public sealed class ApiConnection
{
    private TaskCompletionSource _next = NewSignal();

    /// <summary>Completes at the next success after now.</summary>
    public Task NextSuccess => Volatile.Read(ref _next).Task;

    public void Succeeded() => Interlocked.Exchange(ref _next, NewSignal()).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
