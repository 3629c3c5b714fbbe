using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Executing;

/// <summary>Limits by the keys that set them.</summary>
internal static class LimitNames
{
    public static string Of(ResourceLimits limits) => string.Join(", ", Keys(limits));

    /// <summary>The keys of <paramref name="limits"/> whose cgroup controller is not among <paramref name="controllers"/>.</summary>
    public static IReadOnlyList<string> Missing(ResourceLimits limits, IReadOnlySet<string> controllers) =>
        [.. Keys(limits).Where(key => !controllers.Contains(key))];

    /// <summary>Each key bears the name of its controller.</summary>
    private static IEnumerable<string> Keys(ResourceLimits limits)
    {
        if (limits.MilliCpu is not null)
            yield return "cpu";
        if (limits.MemoryBytes is not null)
            yield return "memory";
        if (limits.Pids is not null)
            yield return "pids";
    }
}
