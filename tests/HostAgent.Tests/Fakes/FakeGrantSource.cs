using NodeTasker.HostAgent.Watching;

namespace NodeTasker.HostAgent.Tests.Fakes;

/// <summary>A Lease that a test writes, and the agent sees only while it follows it.</summary>
internal sealed class FakeGrantSource : IGrantSource
{
    private readonly Lock _gate = new();
    private string? _lease;
    private Action? _changed;

    public string? Current
    {
        get
        {
            lock (_gate)
                return _changed is null ? null : _lease;
        }
    }

    public bool IsFollowed
    {
        get
        {
            lock (_gate)
                return _changed is not null;
        }
    }

    /// <summary>How often it began to follow.</summary>
    public int Begun { get; private set; }

    public void Follow(bool wanted, Action changed)
    {
        lock (_gate)
        {
            if (wanted == _changed is not null)
                return;
            _changed = wanted ? changed : null;
            if (wanted)
                Begun++;
        }

        if (wanted)
            changed();
    }

    public void Set(string? run)
    {
        Action? changed;
        lock (_gate)
            (_lease, changed) = (run, _changed);
        changed?.Invoke();
    }
}
