namespace NodeTasker.TaskModel;

/// <summary>Limits of a run's whole process tree; null is none.</summary>
/// <param name="MilliCpu">Key <c>cpu</c>, in thousandths of a core.</param>
/// <param name="MemoryBytes">Key <c>memory</c>, in bytes.</param>
/// <param name="Pids">Key <c>pids</c>: processes and threads.</param>
public sealed record ResourceLimits(long? MilliCpu = null, long? MemoryBytes = null, long? Pids = null)
{
    /// <summary>No limit at all.</summary>
    public static ResourceLimits None { get; } = new();
}
