namespace NodeTasker.TaskModel.Rollouts;

/// <summary>A ConfigMap that the controller keeps for a task, without its namespace and owner.</summary>
public sealed record TaskObject(string Name, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Data)
{
    /// <summary>What a ConfigMap is filled with at most; the API refuses more than 1 MiB.</summary>
    internal const int MaxBytes = 900 * 1024;

    internal static Dictionary<string, string> LabelsOf(string task, string component) => new(StringComparer.Ordinal)
    {
        [WellKnown.AppNameLabel] = WellKnown.AppName,
        [WellKnown.ComponentLabel] = component,
        [WellKnown.ManagedByLabel] = WellKnown.ControllerFieldManager,
        [WellKnown.TaskLabel] = KubernetesName.ToLabelValue(task),
    };
}
