using NodeTasker.Cli.Following;
using NodeTasker.Cli.Tasks;
using NodeTasker.Rollouts;

namespace NodeTasker.Cli.Running;

/// <summary>Whether the task that is to be replaced is somebody's work that still goes on.</summary>
internal static class EarlierRun
{
    /// <summary>Why it must not be replaced unasked; null when nothing of it is lost.</summary>
    public static string? WhyInTheWay(ClusterFacts facts, DateTimeOffset now)
    {
        if (facts.Task is not { Run: { } run } task)
            return null;

        var busy = facts
            .ResultsByNode()
            .Where(result => result.Value.Phase == TaskModel.RunPhase.Running)
            .Select(result => result.Key)
            .ToList();
        if (task.Spec is not { } spec)
            return busy.Count > 0 ? InProgress(task, run.Value, $"{Count(busy.Count)} still run") : null;

        var (progress, _) = RolloutReading.Of(facts, spec, task.SetTime ?? DateTimeOffset.MinValue, now);
        var pending = progress.Nodes.Count(node => node.Phase == NodePhase.Pending && !Progress.IsAbsent(node));
        if (progress.Status == RolloutStatus.Halted)
            pending = 0;
        if (busy.Count > 0 || pending > 0)
            return InProgress(
                task,
                run.Value,
                $"{progress.Ended} of {Count(progress.Nodes.Count)} done, {busy.Count} running, {pending} to come"
            );

        return StandingOf(spec) is not { } standing
            ? null
            : $"the task {standing} (run {run}{By(task)}), which would be gone.\nUse another task with --task NAME, or take its place with --replace.";
    }

    /// <summary>What a task is there for besides its first run; null when nothing.</summary>
    public static string? StandingOf(TaskModel.TaskSpec spec) =>
        spec.Schedule is not null ? "has a schedule"
        : spec.EveryBoot ? "runs at every boot"
        : null;

    private static string InProgress(StoredTask task, string run, string how) =>
        $"another run is still in progress: {run}{By(task)}; {how}.\n"
        + $"Watch it with `{ProgramName.Shown} status -w`, end it with `{ProgramName.Shown} cancel`, or take its place with --replace.";

    private static string By(StoredTask task) => task.SetBy is { } user ? $", set by {user}" : "";

    private static string Count(int nodes) => nodes == 1 ? "1 node" : $"{nodes} nodes";
}
