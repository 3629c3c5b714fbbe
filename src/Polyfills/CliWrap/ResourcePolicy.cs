using System.Diagnostics;

namespace CliWrap;

/// <summary>Scheduling and memory hints; null leaves the system's default.</summary>
public partial class ResourcePolicy(
    ProcessPriorityClass? priority = null,
    nint? affinity = null,
    nint? minWorkingSet = null,
    nint? maxWorkingSet = null)
{
    /// <summary>Nothing is changed.</summary>
    public static ResourcePolicy Default { get; } = new();

    /// <summary>Priority class.</summary>
    public ProcessPriorityClass? Priority { get; } = priority;

    /// <summary>Bit mask of processors; Linux and Windows.</summary>
    public nint? Affinity { get; } = affinity;

    /// <summary>Minimum working set in bytes; Windows.</summary>
    public nint? MinWorkingSet { get; } = minWorkingSet;

    /// <summary>Maximum working set in bytes; Windows.</summary>
    public nint? MaxWorkingSet { get; } = maxWorkingSet;

    internal void ApplyTo(Process process)
    {
        if (Priority is { } priorityClass)
            process.PriorityClass = priorityClass;

        if (Affinity is { } processors)
        {
            if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
                process.ProcessorAffinity = processors;
            else
                throw new NotSupportedException("A process's affinity can be set on Linux and Windows only; leave ResourcePolicy.Affinity null here.");
        }

        if (MinWorkingSet is null && MaxWorkingSet is null)
            return;

        if (!OperatingSystem.IsWindows())
            throw new NotSupportedException("A process's working set can be set on Windows only; leave ResourcePolicy.MinWorkingSet and MaxWorkingSet null here.");
        if (MinWorkingSet is { } minimum)
            process.MinWorkingSet = minimum;
        if (MaxWorkingSet is { } maximum)
            process.MaxWorkingSet = maximum;
    }
}
