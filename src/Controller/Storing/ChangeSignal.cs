using System.Threading.Channels;

namespace NodeTasker.Controller.Storing;

/// <summary>Says that something changed; any number of times before somebody looks is once.</summary>
internal sealed class ChangeSignal
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Set() => _news.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken cancellationToken) => await _news.Reader.ReadAsync(cancellationToken);

    /// <summary>Waits for a change, but not longer than <paramref name="atMost"/>; false when none came.</summary>
    public async Task<bool> WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        if (_news.Reader.TryRead(out _))
            return true;
        if (atMost <= TimeSpan.Zero)
            return false;
        using var bound = new CancellationTokenSource(atMost < Longest ? atMost : Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, bound.Token);
        try
        {
            return await _news.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
