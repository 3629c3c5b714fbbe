using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Executing;

/// <summary>One attempt of one run, as it is to be started.</summary>
internal sealed record RunOrder
{
    public required string Task { get; init; }

    public required string Node { get; init; }

    public required RunId Run { get; init; }

    /// <summary>From 1.</summary>
    public required int Attempt { get; init; }

    public required string Script { get; init; }

    public string User { get; init; } = "root";

    /// <summary>Null is the run's own folder.</summary>
    public string? WorkingDir { get; init; }

    public ResourceLimits Limits { get; init; } = ResourceLimits.None;

    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, byte[]> Files { get; init; } = new Dictionary<string, byte[]>();

    public TimeSpan? Timeout { get; init; }

    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(10);

    public static RunOrder Of(TaskSpec spec, string node, RunId run, int attempt) =>
        new()
        {
            Task = spec.Name,
            Node = node,
            Run = run,
            Attempt = attempt,
            Script = spec.Script,
            User = spec.User,
            WorkingDir = spec.WorkingDir,
            Limits = spec.Limits,
            Env = spec.Env,
            Files = spec.Files,
            Timeout = spec.Timeout,
            GracePeriod = spec.GracePeriod,
        };
}
