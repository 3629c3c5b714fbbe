using System.Collections.Concurrent;

namespace NodeTasker.Controller.Tests.Fakes;

/// <summary>A slow API server: Leases are not created before they are let through.</summary>
internal sealed class HeldLeases : DelegatingHandler
{
    private readonly SemaphoreSlim _let = new(0);
    private readonly ConcurrentQueue<bool> _creations = [];
    private int _deletions;

    /// <summary>How many were asked for so far, done or not.</summary>
    public int Creations => _creations.Count;

    public int Deletions => Volatile.Read(ref _deletions);

    public void Let(int count) => _let.Release(count);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith("/leases", StringComparison.Ordinal))
        {
            _creations.Enqueue(true);
            await _let.WaitAsync(cancellationToken);
        }

        if (request.Method == HttpMethod.Delete)
            Interlocked.Increment(ref _deletions);
        return await base.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _let.Dispose();
        base.Dispose(disposing);
    }
}
