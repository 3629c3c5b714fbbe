using NodeTasker.Controller.Watching;
using NodeTasker.TaskModel.Rollouts;
using NodeTasker.Watching;

namespace NodeTasker.Controller.History;

/// <summary>Who set a content, and when.</summary>
/// <param name="SetTime">When, by the API server's clock where it says so.</param>
/// <param name="Manager">The field manager, as <c>kubectl-replace</c>.</param>
/// <param name="User">As the setter said of itself.</param>
internal sealed record RunOrigin(DateTimeOffset SetTime, string? Manager, string? User)
{
    /// <summary>What the history knows of this content; else what the API server noted on the task; else now.</summary>
    public static RunOrigin Of(ObservedTask task, HistoryEntry? known, DateTimeOffset now)
    {
        if (known is not null) return new(known.SetTime, known.Manager, known.User);
        var origin = TaskOrigin.Of(task.Metadata);
        return new(origin.Time ?? now, origin.Manager, origin.User);
    }

    /// <summary>"set by alice with kubectl-replace", as far as it is known; empty when nothing is.</summary>
    public override string ToString() => (User, Manager) switch
    {
        (null, null) => "",
        (null, { } manager) => $"set with {manager}",
        ({ } user, null) => $"set by {user}",
        ({ } user, { } manager) => $"set by {user} with {manager}",
    };
}
