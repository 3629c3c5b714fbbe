using System.Globalization;

namespace NodeTasker.TaskModel;

/// <summary>A node's result, between <see cref="RunRecord"/> and its ConfigMap.</summary>
/// <remarks>
/// What is not known is left out; <c>attempt</c>, <c>outputBytes</c> and <c>outputTruncated</c> are there from the first attempt on. Times
/// are RFC 3339 in UTC, to the millisecond; the duration is Go-style. What has been written is never more than a ConfigMap holds: a message is
/// cut to 16 KiB, the output to 512 KiB. A task or node whose name is no label's value has a cut one with a hash in its label.
/// </remarks>
public static class ResultCodec
{
    /// <summary>The ConfigMap of <paramref name="record"/>.</summary>
    public static ResultDocument Encode(RunRecord record) =>
        new(NameOf(record.Task, record.Node), LabelsOf(record), AnnotationsOf(record), ResultData.Of(record));

    /// <summary>Reads a result back; on false <paramref name="error"/> says what is wrong, and <paramref name="record"/> is null.</summary>
    /// <remarks>The task's name is that of its label: over 63 characters, it is cut.</remarks>
    public static bool TryDecode(
        IReadOnlyDictionary<string, string> data,
        IReadOnlyDictionary<string, string> labels,
        out RunRecord record,
        out string error
    )
    {
        record = null!;
        if (!labels.TryGetValue(WellKnown.TaskLabel, out var task))
        {
            error = $"the label {WellKnown.TaskLabel} is missing";
            return false;
        }

        var reader = new ResultData(data);
        var read = reader.Read(task);
        error = reader.Error ?? "";
        if (error.Length > 0)
            return false;

        record = read;
        return true;
    }

    /// <summary>The name of <paramref name="node"/>'s result of <paramref name="task"/>; over-long names are cut and get a hash.</summary>
    public static string NameOf(string task, string node) => KubernetesName.ToSubdomain($"{task}-results-{node}");

    private static Dictionary<string, string> LabelsOf(RunRecord record) =>
        new(StringComparer.Ordinal)
        {
            [WellKnown.AppNameLabel] = WellKnown.AppName,
            [WellKnown.ComponentLabel] = WellKnown.ResultComponent,
            [WellKnown.ManagedByLabel] = WellKnown.AgentFieldManager,
            [WellKnown.TaskLabel] = KubernetesName.ToLabelValue(record.Task),
            [WellKnown.NodeLabel] = KubernetesName.ToLabelValue(record.Node),
            [WellKnown.RunLabel] = KubernetesName.ToLabelValue(record.Run.Value),
            [WellKnown.PhaseLabel] = record.Phase.ToString(),
        };

    private static Dictionary<string, string> AnnotationsOf(RunRecord record)
    {
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(WellKnown.ExitCodeAnnotation, record.ExitCode?.ToString(CultureInfo.InvariantCulture));
        Add(WellKnown.ReasonAnnotation, record.Reason);
        Add(WellKnown.StartTimeAnnotation, record.StartTime is { } start ? Rfc3339.Format(start) : null);
        Add(WellKnown.CompletionTimeAnnotation, record.CompletionTime is { } completion ? Rfc3339.Format(completion) : null);
        Add(WellKnown.DurationAnnotation, record.Duration is { } duration ? Duration.Format(duration) : null);
        Add(WellKnown.AttemptAnnotation, record.Attempt > 0 ? record.Attempt.ToString(CultureInfo.InvariantCulture) : null);
        return annotations;

        void Add(string key, string? value)
        {
            if (value is not null)
                annotations[key] = value;
        }
    }
}

/// <summary>The ConfigMap of a result, without its namespace and owner.</summary>
public sealed record ResultDocument(
    string Name,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Annotations,
    IReadOnlyDictionary<string, string> Data
);
