using NodeTasker.HostAgent.Watching;

namespace NodeTasker.HostAgent.Tests.Fakes;

/// <summary>A Node whose labels a test sets.</summary>
internal sealed class FakeNodeSource : INodeSource
{
    private Action? _changed;

    public ObservedNode? Current { get; private set; } = new("uid", new Dictionary<string, string>());

    public Task FirstRead => Task.CompletedTask;

    public bool IsFollowed { get; private set; }

    public Task ReadOnceAsync() => Task.CompletedTask;

    public void Follow(bool wanted, Action changed)
    {
        IsFollowed = wanted;
        _changed = wanted ? changed : null;
    }

    public void Label(string key, string value)
    {
        Current = new ObservedNode("uid", new Dictionary<string, string> { [key] = value });
        _changed?.Invoke();
    }

    public void Forget() => Current = null;
}
