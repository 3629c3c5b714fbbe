using NodeTasker.Rollouts;
using NodeTasker.ServiceHosting;

namespace NodeTasker.Controller.Hosting;

/// <summary>What readiness and metrics know of the controller as a whole.</summary>
internal sealed class ControllerStatus(IReadOnlyList<string> tasks) : IServiceStatus
{
    private volatile bool _isLeader;
    private volatile bool _hasContact;

    /// <summary>Whether this replica leads.</summary>
    public bool IsLeader
    {
        get => _isLeader;
        set => _isLeader = value;
    }

    /// <summary>Whether the API server has answered since the start.</summary>
    public bool HasContact
    {
        get => _hasContact;
        set => _hasContact = value;
    }

    /// <inheritdoc/>
    public string? NotReady => HasContact ? null : "The API server has not answered yet.";

    /// <inheritdoc/>
    public string Part => IsLeader ? "active" : "standing by";

    /// <inheritdoc/>
    public string Metrics => MetricsText.Of(this);

    /// <summary>Each task, in the order of the options.</summary>
    public IReadOnlyList<TaskFigures> Tasks { get; } = [.. tasks.Select(task => new TaskFigures(task))];
}

/// <summary>The same of one task.</summary>
internal sealed class TaskFigures(string task)
{
    private volatile PhaseCounts? _counts;
    private volatile int _grants;

    public string Task => task;

    /// <summary>Where its nodes are; null while nothing is known, or there is no rollout.</summary>
    public PhaseCounts? Counts
    {
        get => _counts;
        set => _counts = value;
    }

    /// <summary>How many grants are given and not used up.</summary>
    public int Grants
    {
        get => _grants;
        set => _grants = value;
    }
}
