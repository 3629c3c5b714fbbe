using NodeTasker.HostAgent.Watching;

namespace NodeTasker.HostAgent.Tests.Fakes;

/// <summary>A Node whose labels a test sets.</summary>
internal sealed class FakeNodeSource : INodeSource
{
    public const string FirstUid = "uid";

    private Action? _changed;
    private string? _atServer = FirstUid;
    private IReadOnlyDictionary<string, string>? _labels = new Dictionary<string, string>();

    public string? Uid { get; private set; } = FirstUid;

    public IReadOnlyDictionary<string, string>? Labels => IsFollowed ? _labels : null;

    public Task FirstRead => Task.CompletedTask;

    public bool IsFollowed { get; private set; }

    /// <summary>How often it was read.</summary>
    public int Reads { get; private set; }

    public Task ReadAsync()
    {
        Reads++;
        if (!IsFollowed)
            Uid = _atServer;
        return Task.CompletedTask;
    }

    /// <summary>Somebody deletes the Node and it comes again; nobody knows before the next read.</summary>
    public void ComesAgainAs(string? uid) => _atServer = uid;

    public void Follow(bool wanted, Action changed)
    {
        if (wanted == IsFollowed)
            return;
        IsFollowed = wanted;
        _changed = wanted ? changed : null;
        _changed?.Invoke();
    }

    public void Label(string key, string value)
    {
        _labels = new Dictionary<string, string> { [key] = value };
        _changed?.Invoke();
    }

    public void Forget() => (Uid, _labels) = (null, null);
}
