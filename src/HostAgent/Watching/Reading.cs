using System.Runtime.ExceptionServices;

namespace NodeTasker.HostAgent.Watching;

/// <summary>What one watch has read, which nothing outlives: the next one begins with a reading of its own.</summary>
internal sealed class Reading<T>(CancellationToken stopping) : IDisposable
    where T : class
{
    private readonly CancellationTokenSource _over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    private volatile T? _value;
    private volatile ExceptionDispatchInfo? _defect;

    public CancellationToken Over => _over.Token;

    /// <summary>Null before the first list, and while the API server is not heard.</summary>
    public T? Value
    {
        get
        {
            _defect?.Throw();
            return _value;
        }
        set => _value = value;
    }

    /// <summary>From now on whoever asks for the value gets this defect.</summary>
    public void Fail(Exception defect) => _defect = ExceptionDispatchInfo.Capture(defect);

    public void Dispose()
    {
        _over.Cancel();
        _over.Dispose();
    }
}
