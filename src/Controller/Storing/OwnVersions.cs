namespace NodeTasker.Controller.Storing;

/// <summary>
/// Whether an object is still as its only writer left it, by the versions that a watch brings. A watch may be late, and it may be ahead of the
/// answer to a write: neither is somebody else's doing. Null is the version of an object that is not there.
/// </summary>
internal sealed class OwnVersions
{
    // A watch that is later than so many writes costs a read that finds nothing.
    private const int Remembered = 16;

    private readonly Lock _gate = new();
    private readonly Queue<string> _own = new(Remembered);
    private bool _isKnown;
    private bool _isBusy;
    private bool _isDisturbed;
    private string? _now;
    private (bool IsAny, string? Version) _seen;

    /// <summary>Called when somebody else has changed it.</summary>
    public event Action? Disturbed;

    /// <summary>Whether somebody else has changed it since it was read or written last.</summary>
    public bool IsDisturbed
    {
        get
        {
            lock (_gate)
                return _isDisturbed;
        }
    }

    /// <summary>It is about to be written.</summary>
    public void BeginWrite()
    {
        lock (_gate)
            _isBusy = true;
    }

    /// <summary>It is about to be read: what was seen of it before is in what is read.</summary>
    public void BeginRead()
    {
        lock (_gate)
            (_isBusy, _isDisturbed, _seen) = (true, false, default);
    }

    /// <summary>It was read or written, and is at <paramref name="version"/>; where nobody knows what came of it, it will be read.</summary>
    public void End(bool isKnown, string? version)
    {
        lock (_gate)
        {
            (_isBusy, _isKnown, _now) = (false, isKnown, version);
            if (isKnown && version is not null)
            {
                if (_own.Count == Remembered)
                    _own.Dequeue();
                _own.Enqueue(version);
            }

            var seen = _seen;
            _seen = default;
            if (!seen.IsAny || !IsForeign(seen.Version))
                return;
            _isDisturbed = true;
        }

        Disturbed?.Invoke();
    }

    /// <summary>A watch says that it is at <paramref name="version"/>.</summary>
    public void Saw(string? version)
    {
        lock (_gate)
        {
            if (_isBusy)
                _seen = (true, version);
            if (_isBusy || !IsForeign(version))
                return;
            _isDisturbed = true;
        }

        Disturbed?.Invoke();
    }

    private bool IsForeign(string? version) => _isKnown && version != _now && (version is null || !_own.Contains(version));
}
