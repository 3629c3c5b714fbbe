namespace NodeTasker.Testing;

/// <summary>A gate that opens once: one side waits until the other has come by.</summary>
public sealed class TestLatch
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsOpen => _opened.Task.IsCompleted;

    public void Open() => _opened.TrySetResult();

    public Task WaitAsync(CancellationToken cancellationToken = default) =>
        _opened.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
}
