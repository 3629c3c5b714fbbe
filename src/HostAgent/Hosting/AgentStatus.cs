using NodeTasker.HostAgent.Journal;
using NodeTasker.ServiceHosting;

namespace NodeTasker.HostAgent.Hosting;

/// <summary>What readiness and the decisions know of the agent as a whole.</summary>
internal sealed class AgentStatus(IReadOnlyList<string> tasks) : IServiceStatus
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _unread = [.. tasks];
    private string? _blocked = "The host has not been checked yet.";

    /// <summary>Raised when <see cref="Blocked"/> is another.</summary>
    public event Action? Changed;

    /// <summary>What stands in the way of any run on this host; null when nothing does.</summary>
    public string? Blocked
    {
        get
        {
            lock (_gate)
                return _blocked;
        }
        set
        {
            lock (_gate)
            {
                if (_blocked == value)
                    return;
                _blocked = value;
            }

            Changed?.Invoke();
        }
    }

    /// <summary>What each task's journal says now.</summary>
    public IReadOnlyList<(string Task, Func<JournalState> State)> Journals { get; set; } = [];

    public void TaskRead(string task)
    {
        lock (_gate)
            _unread.Remove(task);
    }

    /// <inheritdoc/>
    public string Metrics => MetricsText.Of(this);

    /// <inheritdoc/>
    public string? NotReady
    {
        get
        {
            lock (_gate)
            {
                if (_blocked is not null)
                    return _blocked;
                return _unread.Count == 0 ? null : $"not read from the API yet: {string.Join(", ", _unread)}";
            }
        }
    }
}
