using NodeTasker.Cli.Following;
using NodeTasker.Cli.Tasks;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Steering;

/// <summary>What the task's run, or one that goes on from before, still has ahead of it: what steering changes now.</summary>
internal sealed class RunAhead(StoredTask task, ClusterFacts facts, DateTimeOffset now)
{
    private readonly Progress _progress = ProgressOf(task, facts, now);
    private readonly IReadOnlyCollection<ResultFacts> _results = [.. facts.ResultsByNode().Values];

    /// <summary>Whether the content starts again by itself, however it stands.</summary>
    public bool IsStanding => task.Spec is { Schedule: not null } or { EveryBoot: true };

    /// <summary>Whether a node runs <paramref name="run"/>.</summary>
    public bool IsRunning(RunId run) => _results.Any(result => result.Phase == RunPhase.Running && result.Run.IsOf(run));

    /// <summary>Whether an earlier content, <paramref name="run"/>, is just that which a node runs.</summary>
    public bool IsRunningExactly(RunId run) => _results.Any(result => result.Phase == RunPhase.Running && result.Run == run);

    /// <summary>Why there is nothing to steer now; null when a node runs <paramref name="run"/>, or waits to.</summary>
    public string? WhyNothing(RunId run)
    {
        var isRollout = _progress.Run.IsOf(run);
        if (_results.Any(result => !result.HasEnded && result.Run.IsOf(run)) || (isRollout && _progress.Nodes.Any(node => !node.HasEnded)))
            return null;
        return $"Nothing of run {run} runs or waits{(isRollout ? $" ({_progress.Counts})" : "")}";
    }

    private static Progress ProgressOf(StoredTask task, ClusterFacts facts, DateTimeOffset now)
    {
        var setTime = task.SetTime ?? DateTimeOffset.MinValue;
        return task.Parsed is ParsedTask.Bad bad
            ? RolloutReading.OfBad(facts, bad, setTime, now)
            : RolloutReading.Of(facts, task.Spec!, setTime, now).Progress;
    }
}
