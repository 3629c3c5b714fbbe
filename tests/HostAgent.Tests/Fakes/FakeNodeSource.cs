using NodeTasker.HostAgent.Watching;

namespace NodeTasker.HostAgent.Tests.Fakes;

/// <summary>A Node whose labels a test sets.</summary>
internal sealed class FakeNodeSource : INodeSource
{
    public const string Uid = "uid";

    private Action? _changed;
    private ObservedNode? _atServer = new(Uid, new Dictionary<string, string>());

    public ObservedNode? Current { get; private set; } = new(Uid, new Dictionary<string, string>());

    public Task FirstRead => Task.CompletedTask;

    public bool IsFollowed { get; private set; }

    /// <summary>How often it was read.</summary>
    public int Reads { get; private set; }

    public Task ReadAsync()
    {
        Reads++;
        if (!IsFollowed)
            Current = _atServer;
        return Task.CompletedTask;
    }

    /// <summary>Somebody deletes the Node and it comes again; nobody knows before the next read.</summary>
    public void ComesAgainAs(string? uid) => _atServer = uid is null ? null : new ObservedNode(uid, new Dictionary<string, string>());

    public void Follow(bool wanted, Action changed)
    {
        IsFollowed = wanted;
        _changed = wanted ? changed : null;
    }

    public void Label(string key, string value)
    {
        Current = new ObservedNode(Uid, new Dictionary<string, string> { [key] = value });
        _changed?.Invoke();
    }

    public void Forget() => Current = null;
}
