using System.Globalization;
using NodeTasker.Controller.Leadership;

namespace NodeTasker.Controller.Tests.Fakes;

/// <summary>One Lease for any number of replicas, with versions; it can be out of reach for one of them.</summary>
internal sealed class FakeLeaderLease
{
    private readonly Lock _gate = new();
    private LeaderRecord? _now;
    private int _version;

    public LeaderRecord? Now
    {
        get
        {
            lock (_gate)
                return _now;
        }
    }

    public int Writes => Volatile.Read(ref _version);

    public View ViewOfOne() => new(this);

    public void Set(string? holder)
    {
        lock (_gate)
            _now = new LeaderRecord(holder, null, null, 0, (++_version).ToString(CultureInfo.InvariantCulture));
    }

    internal sealed class View(FakeLeaderLease lease) : ILeaderLease
    {
        private int _calls;

        /// <summary>Whether each call fails.</summary>
        public bool IsCut { get; set; }

        public int Calls => Volatile.Read(ref _calls);

        public Task<LeaderRecord?> ReadAsync(CancellationToken cancellationToken)
        {
            Count(cancellationToken);
            return Task.FromResult(lease.Now);
        }

        public Task<LeaderRecord?> TryWriteAsync(LeaderRecord record, CancellationToken cancellationToken)
        {
            Count(cancellationToken);
            lock (lease._gate)
            {
                if (lease._now?.Version != record.Version)
                    return Task.FromResult<LeaderRecord?>(null);
                return Task.FromResult<LeaderRecord?>(
                    lease._now = record with { Version = (++lease._version).ToString(CultureInfo.InvariantCulture) }
                );
            }
        }

        private void Count(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            cancellationToken.ThrowIfCancellationRequested();
            if (IsCut)
                throw new HttpRequestException("connection refused");
        }
    }
}
