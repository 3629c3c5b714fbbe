namespace NodeTasker.TaskModel;

/// <summary>Reads a task; never guesses, reports all that is wrong at once.</summary>
public static class TaskSpecParser
{
    private static readonly TaskSpec Defaults = new()
    {
        Name = "",
        Run = default,
        Script = "",
    };

    /// <summary>What <paramref name="document"/> says, or everything that is wrong with it.</summary>
    /// <remarks>
    /// Without a script there is nothing to do, whatever the other keys say. Only an unknown key is reported even then: it may be the
    /// script under another name, as <c>--from-file=hello.sh</c> puts it.
    /// </remarks>
    public static ParsedTask Parse(TaskDocument document)
    {
        var values = new TaskValues(document);
        var script = document.Data.GetValueOrDefault("task", "");
        var hasScript = !string.IsNullOrWhiteSpace(script) || document.BinaryData.ContainsKey("task");
        values.RejectUnknownKeys(hasScript);
        if (!hasScript && values.Problems.Count == 0)
            return new ParsedTask.Empty();

        values.RejectBinary();
        if (!document.BinaryData.ContainsKey("task") && ScriptCheck.Of(script) is { } problem && hasScript)
            values.Add("task", problem);

        var spec = Read(values, document, script, RunId.Of(document));
        values.RejectWithout("soak", "waves", "the wait between waves");
        values.RejectWithout("timeZone", "schedule", "the time zone of the schedule");
        return values.Problems.Count == 0
            ? new ParsedTask.Valid(spec)
            : new ParsedTask.Bad(spec.Run, [.. values.Problems.OrderBy(bad => bad.Key, StringComparer.Ordinal)]);
    }

    private static TaskSpec Read(TaskValues values, TaskDocument document, string script, RunId run) =>
        new()
        {
            Name = document.Name,
            Run = run,
            Script = script,
            Timeout = values.Read("timeout", Defaults.Timeout, ValueParsers.Timeout),
            GracePeriod = values.Read("gracePeriod", Defaults.GracePeriod, ValueParsers.Duration),
            Retries = values.Read("retries", Defaults.Retries, ValueParsers.Retries),
            RetryDelay = values.Read("retryDelay", Defaults.RetryDelay, ValueParsers.Duration),
            NodeSelector = values.Read<LabelSelector>("nodeSelector", Defaults.NodeSelector, LabelSelector.TryParse),
            Nodes = values.Read<NodeNames>("nodes", Defaults.Nodes, NodeNames.TryParse),
            Parallelism = values.Read("parallelism", Defaults.Parallelism, ValueParsers.AtLeastOne),
            Waves = values.Read("waves", Defaults.Waves, ValueParsers.Waves),
            Soak = values.Read("soak", Defaults.Soak, ValueParsers.Duration),
            MaxFailures = values.Read<CountOrPercent>("maxFailures", Defaults.MaxFailures, CountOrPercent.TryParse),
            Paused =
                values.Read("paused", Defaults.Paused, ValueParsers.Boolean)
                || Annotation(document, WellKnown.PausedAnnotation) == run.Value,
            NewNodes = values.Read("newNodes", Defaults.NewNodes, ValueParsers.Word),
            ConcurrencyPolicy = values.Read("concurrencyPolicy", Defaults.ConcurrencyPolicy, ValueParsers.Word),
            EveryBoot = values.Read("everyBoot", Defaults.EveryBoot, ValueParsers.Boolean),
            OnInterrupted = values.Read("onInterrupted", Defaults.OnInterrupted, ValueParsers.Word),
            User = values.ReadUnlessEmpty("user", Defaults.User, HostValues.User),
            WorkingDir = values.ReadUnlessEmpty("workingDir", Defaults.WorkingDir, HostValues.WorkingDir),
            Limits = new ResourceLimits(
                values.Read("cpu", Defaults.Limits.MilliCpu, ValueParsers.MilliCpu),
                values.Read("memory", Defaults.Limits.MemoryBytes, ValueParsers.Memory),
                values.Read("pids", Defaults.Limits.Pids, ValueParsers.Pids)
            ),
            Env = values.ReadEnv(),
            Files = values.ReadFiles(),
            OutputLimit = values.Read("outputLimit", Defaults.OutputLimit, ValueParsers.OutputLimit),
            Schedule = values.ReadSchedule(),
            Nonce = values.ReadUnlessEmpty("nonce", Defaults.Nonce, ValueParsers.Text),
            Signature = values.Read("signature", Defaults.Signature, ValueParsers.Base64),
            NotAfter = values.Read("notAfter", Defaults.NotAfter, ValueParsers.Time),
            Audience = values.Read("audience", Defaults.Audience, ValueParsers.Audience),
            Cancelled = Annotation(document, WellKnown.CancelAnnotation) is { } cancelled ? new RunId(cancelled) : null,
            Rerun = Rerun.TryParse(Annotation(document, WellKnown.RerunAnnotation), run, out var rerun) ? rerun : null,
        };

    private static string? Annotation(TaskDocument document, string name) =>
        document.Annotations.GetValueOrDefault(name, "").Trim() is { Length: > 0 } value ? value : null;
}

/// <summary>What came of reading a task.</summary>
public abstract record ParsedTask
{
    private ParsedTask() { }

    /// <summary>No script: nothing to do.</summary>
    public sealed record Empty : ParsedTask;

    /// <summary>A valid task.</summary>
    public sealed record Valid(TaskSpec Spec) : ParsedTask;

    /// <summary>A bad task: nothing of it may run.</summary>
    /// <param name="Run">The identity of what it would have run.</param>
    /// <param name="Problems">All of them, in the order of the keys.</param>
    public sealed record Bad(RunId Run, IReadOnlyList<TaskProblem> Problems) : ParsedTask
    {
        /// <summary>All of them, one sentence after the other.</summary>
        public string Message => string.Join(' ', Problems.Select(problem => problem.Message));
    }
}

/// <summary>One thing that is wrong with a task.</summary>
/// <param name="Key">The key, as written.</param>
/// <param name="Message">A sentence that names the key, the value, what would be right, and the nearest known key.</param>
public sealed record TaskProblem(string Key, string Message);
