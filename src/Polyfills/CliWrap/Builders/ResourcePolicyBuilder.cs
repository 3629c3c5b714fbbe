using System.Diagnostics;

namespace CliWrap.Builders;

/// <summary>Builds a <see cref="ResourcePolicy"/>.</summary>
public class ResourcePolicyBuilder
{
    private ProcessPriorityClass? _priority;
    private nint? _affinity;
    private nint? _minWorkingSet;
    private nint? _maxWorkingSet;

    /// <summary>Sets the priority class.</summary>
    public ResourcePolicyBuilder SetPriority(ProcessPriorityClass? priority)
    {
        _priority = priority;
        return this;
    }

    /// <summary>Sets the bit mask of processors.</summary>
    public ResourcePolicyBuilder SetAffinity(nint? affinity)
    {
        _affinity = affinity;
        return this;
    }

    /// <summary>Sets the minimum working set.</summary>
    public ResourcePolicyBuilder SetMinWorkingSet(nint? minWorkingSet)
    {
        _minWorkingSet = minWorkingSet;
        return this;
    }

    /// <summary>Sets the maximum working set.</summary>
    public ResourcePolicyBuilder SetMaxWorkingSet(nint? maxWorkingSet)
    {
        _maxWorkingSet = maxWorkingSet;
        return this;
    }

    /// <summary>The policy.</summary>
    public ResourcePolicy Build() => new(_priority, _affinity, _minWorkingSet, _maxWorkingSet);
}
