namespace NodeTasker.Rollouts;

/// <summary>What is in a ConfigMap that the controller keeps for a task.</summary>
public sealed record TaskObject(IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Data)
{
    /// <summary>What a ConfigMap is filled with at most; the API refuses more than 1 MiB.</summary>
    internal const int MaxBytes = 900 * 1024;

    /// <summary>The label selector of the task's objects of these kinds.</summary>
    public static string SelectorOf(string task, params ReadOnlySpan<string> components) =>
        $"{WellKnown.TaskLabel}={KubernetesName.ToLabelValue(task)},{WellKnown.ComponentLabel} in ({string.Join(',', components)})";

    /// <summary>The labels of a task's object of this kind.</summary>
    public static IReadOnlyDictionary<string, string> LabelsOf(string task, string component) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [WellKnown.AppNameLabel] = WellKnown.AppName,
            [WellKnown.ComponentLabel] = component,
            [WellKnown.ManagedByLabel] = WellKnown.ControllerFieldManager,
            [WellKnown.TaskLabel] = KubernetesName.ToLabelValue(task),
        };
}
