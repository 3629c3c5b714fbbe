using NodeTasker.Cluster;
using NodeTasker.Controller.Watching;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.History;

/// <summary>Who set a content, and when.</summary>
/// <param name="SetTime">When, by the API server's clock where it says so.</param>
/// <param name="Manager">The field manager, as <c>kubectl-replace</c>.</param>
/// <param name="User">As the setter said of itself.</param>
internal sealed record RunOrigin(DateTimeOffset SetTime, string? Manager, string? User)
{
    /// <summary>What the history knows of a rollout that is taken over; else what the API server noted on the task; else now.</summary>
    /// <param name="task">The task.</param>
    /// <param name="content">What it would run.</param>
    /// <param name="takenOver">The run that an earlier controller's summary is about: of this content, it has not been set anew since; null when none is taken over.</param>
    /// <param name="history">The last runs.</param>
    /// <param name="now">The time.</param>
    public static RunOrigin Of(ObservedTask task, RunId content, RunId? takenOver, RunHistory history, DateTimeOffset now)
    {
        var isSame = takenOver is { } run && (run == content || run.Value.StartsWith(content.Value + "-", StringComparison.Ordinal));
        if (isSame && history.Find(content) is { } known)
            return new(known.SetTime, known.Manager, known.User);
        var origin = TaskOrigin.Of(task.Metadata.FieldWrites(), task.Metadata?.Annotations);
        return new(origin.Time ?? now, origin.Manager, origin.User);
    }

    /// <summary>"set by alice with kubectl-replace", as far as it is known; empty when nothing is.</summary>
    public override string ToString() =>
        (User, Manager) switch
        {
            (null, null) => "",
            (null, { } manager) => $"set with {manager}",
            ({ } user, null) => $"set by {user}",
            ({ } user, { } manager) => $"set by {user} with {manager}",
        };
}
