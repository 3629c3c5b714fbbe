namespace NodeTasker.TaskModel;

/// <summary>The wished work: a script and its options, parsed and valid. Made by <see cref="TaskSpecParser"/>.</summary>
public sealed record TaskSpec
{
    /// <summary>The task's name: the name of its ConfigMap.</summary>
    public required string Name { get; init; }

    /// <summary>What would run on a node, as an identity.</summary>
    public required RunId Run { get; init; }

    /// <summary>The script: text with a <c>#!</c> line, or plain <c>sh</c>.</summary>
    public required string Script { get; init; }

    /// <summary>Key <c>timeout</c>; null is none (<c>0</c>). Default: 1 hour.</summary>
    public TimeSpan? Timeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Key <c>gracePeriod</c>: the time between TERM and KILL. Default: 10 seconds.</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Key <c>retries</c>: more attempts after a failure on a node. Default: 0.</summary>
    public int Retries { get; init; }

    /// <summary>Key <c>retryDelay</c>. Default: 10 seconds.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Key <c>nodeSelector</c>. Default: every node.</summary>
    public LabelSelector NodeSelector { get; init; } = LabelSelector.Everything;

    /// <summary>Key <c>nodes</c>: names and globs. Default (empty): every node.</summary>
    public NodeNames Nodes { get; init; } = NodeNames.Everything;

    /// <summary>Key <c>parallelism</c>. Default: 100%.</summary>
    public CountOrPercent Parallelism { get; init; } = CountOrPercent.All;

    /// <summary>Key <c>waves</c>: the sizes; the last repeats. Default: empty (no waves).</summary>
    public IReadOnlyList<CountOrPercent> Waves { get; init; } = [];

    /// <summary>Key <c>soak</c>: the wait between waves. Default: none.</summary>
    public TimeSpan Soak { get; init; }

    /// <summary>Key <c>maxFailures</c>. Default: 100%.</summary>
    public CountOrPercent MaxFailures { get; init; } = CountOrPercent.All;

    /// <summary>Key <c>paused</c>, or the annotation <c>node-tasker.io/paused</c> naming this content. Default: false.</summary>
    public bool Paused { get; init; }

    /// <summary>Key <c>newNodes</c>. Default: Run.</summary>
    public NewNodesPolicy NewNodes { get; init; }

    /// <summary>Key <c>concurrencyPolicy</c>. Default: Wait.</summary>
    public ConcurrencyPolicy ConcurrencyPolicy { get; init; }

    /// <summary>Key <c>everyBoot</c>. Default: false.</summary>
    public bool EveryBoot { get; init; }

    /// <summary>Key <c>onInterrupted</c>. Default: Fail.</summary>
    public InterruptedPolicy OnInterrupted { get; init; }

    /// <summary>Key <c>user</c>: a name or a uid. Default: root.</summary>
    public string User { get; init; } = "root";

    /// <summary>Key <c>workingDir</c>: an absolute path on the host; null is the run's own folder.</summary>
    public string? WorkingDir { get; init; }

    /// <summary>Keys <c>cpu</c>, <c>memory</c>, <c>pids</c>.</summary>
    public ResourceLimits Limits { get; init; } = ResourceLimits.None;

    /// <summary>Keys <c>env.NAME</c>: the script's environment, by NAME.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>Keys <c>file.NAME</c>: files put beside the script, by NAME, as bytes.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>Key <c>outputLimit</c>, in bytes. Default: 32 KiB, at most 512 KiB.</summary>
    public int OutputLimit { get; init; } = 32 * 1024;

    /// <summary>Keys <c>schedule</c> and <c>timeZone</c>; null runs once.</summary>
    public CronSchedule? Schedule { get; init; }

    /// <summary>Key <c>nonce</c>: changing it makes a new run of the same content.</summary>
    public string? Nonce { get; init; }

    /// <summary>Key <c>signature</c>: base64 of an ECDSA P-256 signature.</summary>
    public string? Signature { get; init; }

    /// <summary>Key <c>notAfter</c>: nothing starts after it.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Key <c>audience</c>: must be the agent's own.</summary>
    public string? Audience { get; init; }

    /// <summary>Annotation <c>node-tasker.io/cancel</c>: the run (or its slot) that the operator cancelled; null when none.</summary>
    public RunId? Cancelled { get; init; }

    /// <summary>Annotation <c>node-tasker.io/rerun</c>, where it is of this content and well-formed; null when none.</summary>
    public Rerun? Rerun { get; init; }

    /// <summary>Whether the controller decides when a node may start.</summary>
    public bool IsGated =>
        Paused
        || Waves.Count > 0
        || NewNodes == NewNodesPolicy.Skip
        || Parallelism != CountOrPercent.All
        || MaxFailures != CountOrPercent.All;
}
