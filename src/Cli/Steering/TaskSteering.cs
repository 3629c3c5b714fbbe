using System.Net;
using k8s.Autorest;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Following;
using NodeTasker.Cli.Tasks;
using NodeTasker.Cluster;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Steering;

/// <summary>The operator's words on a run that is under way: annotations on the task, each for one content alone.</summary>
internal sealed class TaskSteering(ClusterAccess cluster, TimeProvider time)
{
    private const int Tries = 5;

    /// <summary>Cancels <paramref name="run"/>, or the task's own content where that is null.</summary>
    public Task<Steered> CancelAsync(string? run, CancellationToken cancellationToken) =>
        SteerAsync(
            async task =>
                run is null
                    ? Cancelled(task, task.Run!.Value, await AheadIfAllowedAsync(task, cancellationToken))
                    : Cancelled(task, new RunId(run), await AheadAsync(task, cancellationToken)),
            cancellationToken
        );

    /// <summary>Lets no further node start; running nodes finish.</summary>
    public Task<Steered> PauseAsync(CancellationToken cancellationToken) =>
        SteerAsync(
            async task =>
            {
                var run = task.Run!.Value;
                if (task.Spec is { Paused: true })
                    return new Steered(run, false, $"Run {run} is paused already.");

                var ahead = await AheadIfAllowedAsync(task, cancellationToken);
                var sentence =
                    ahead is { IsStanding: false } && ahead.WhyNothing(run) is { } why
                        ? $"{why}: there is nothing to hold back. Nodes that come later wait for `{ProgramName.Shown} resume`."
                        : $"Run {run} is paused: running nodes finish, no further node starts. `{ProgramName.Shown} resume` goes on.";
                return new Steered(run, true, sentence, Set(WellKnown.PausedAnnotation, run.Value));
            },
            cancellationToken
        );

    /// <summary>Lets further nodes start again.</summary>
    public Task<Steered> ResumeAsync(CancellationToken cancellationToken) =>
        SteerAsync(
            task =>
            {
                var run = task.Run!.Value;
                if (task.Spec is not { Paused: true })
                    return new Steered(run, false, $"Run {run} is not paused.");

                var isInContent = task.Object!.Data.ContainsKey("paused");
                if (isInContent && task.Object.Data.ContainsKey("signature"))
                    throw new CommandException(
                        ExitCodes.Usage,
                        "the task's own key 'paused' is signed: it can't be changed without a new signature. Set the task anew without it."
                    );

                var data = isInContent ? new Dictionary<string, string?> { ["paused"] = null } : null;
                return new Steered(run, true, $"Run {run} goes on.", Set(WellKnown.PausedAnnotation, null), data);
            },
            cancellationToken
        );

    /// <summary>Lets the nodes that failed, or were cancelled, run the content once more.</summary>
    /// <param name="time">Up to when.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<Steered> RerunFailedAsync(DateTimeOffset time, CancellationToken cancellationToken) =>
        SteerAsync(
            task =>
            {
                var rerun = Rerun.Of(task.Run!.Value, time);
                var annotations = new Dictionary<string, string?>
                {
                    [WellKnown.RerunAnnotation] = rerun.Run.Value,
                    // A cancelled content would go on being cancelled.
                    [WellKnown.CancelAnnotation] = null,
                };
                return new Steered(rerun.Run, true, $"Nodes that did not succeed run it once more, as {rerun.Run}.", annotations);
            },
            cancellationToken
        );

    /// <summary>Lets every node run the same content again, as a run of its own.</summary>
    public Task<Steered> RerunAsync(string? setBy, CancellationToken cancellationToken) =>
        SteerAsync(
            task =>
            {
                if (task.Object!.Data.ContainsKey("signature"))
                    throw new CommandException(
                        ExitCodes.Usage,
                        $"the task is signed, and a new run needs a new nonce, which is signed too: sign it anew (`{ProgramName.Shown} sign`), or rerun what failed with --failed."
                    );

                var nonce = TaskContent.NewNonce();
                var document = StoredTask.DocumentOf(cluster.Task, task.Object);
                var data = new Dictionary<string, string>(document.Data) { ["nonce"] = nonce };
                var run = RunId.Of(document with { Data = data });
                var annotations = new Dictionary<string, string?>
                {
                    [WellKnown.CancelAnnotation] = null,
                    [WellKnown.PausedAnnotation] = null,
                    [WellKnown.RerunAnnotation] = null,
                    [WellKnown.SetByAnnotation] = setBy,
                };
                return new Steered(run, true, $"Run {run} is set.", annotations, new Dictionary<string, string?> { ["nonce"] = nonce });
            },
            cancellationToken
        );

    // There is one annotation: whatever it says next, it no longer says what it said before.
    private static Steered Cancelled(StoredTask task, RunId run, RunAhead? ahead)
    {
        var content = task.Run!.Value;
        var before = Annotation(task, WellKnown.CancelAnnotation) is { Length: > 0 } value ? new RunId(value) : (RunId?)null;
        if (before is { } covering && run.IsOf(covering))
            return new Steered(run, false, $"Run {run} is cancelled already.");

        if (!run.IsOf(content) && ahead?.IsRunning(run) != true)
            throw new CommandException(
                ExitCodes.Usage,
                $"there is no run {run} to cancel: the task's own is {content}, and no node runs {run}. `{ProgramName.Shown} status` shows how it stands."
            );

        if (
            before is { } earlier
            && run != content
            && (earlier == content || (earlier.IsOf(content) && ahead?.IsRunningExactly(earlier) == true))
        )
            throw new CommandException(
                ExitCodes.Usage,
                $"run {earlier} is being cancelled, which cancelling {run} would undo; nothing was done. Set another task, or clear it, and cancel {run} then."
            );

        var sentence = ahead?.WhyNothing(run) is { } why
            ? $"{why}: there is nothing to end. Nodes that come later will not run it{(ahead.IsStanding && run == content ? ", and nothing starts it again" : "")}."
            : $"Run {run} is being cancelled on every node.";
        return new Steered(run, true, sentence, Set(WellKnown.CancelAnnotation, run.Value));
    }

    private async Task<RunAhead> AheadAsync(StoredTask task, CancellationToken cancellationToken) =>
        new(task, await FirstLook.TakeAsync(cluster, task, cancellationToken), time.GetUtcNow());

    /// <summary>Null where the operator may steer, but not look at nodes: that must not keep a run from being ended.</summary>
    private async Task<RunAhead?> AheadIfAllowedAsync(StoredTask task, CancellationToken cancellationToken)
    {
        try
        {
            return await AheadAsync(task, cancellationToken);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.Forbidden)
        {
            return null;
        }
    }

    private Task<Steered> SteerAsync(Func<StoredTask, Steered> decide, CancellationToken cancellationToken) =>
        SteerAsync(task => Task.FromResult(decide(task)), cancellationToken);

    private async Task<Steered> SteerAsync(Func<StoredTask, Task<Steered>> decide, CancellationToken cancellationToken)
    {
        var store = new TaskStore(cluster);
        for (var tries = 0; tries < Tries; tries++)
        {
            var task = await store.ReadAsync(cancellationToken);
            if (task.Run is null)
                throw new CommandException(
                    ExitCodes.Usage,
                    $"the task {cluster.Namespace}/{cluster.Task} is {(task.Object is null ? "not there" : "empty")}: there is no run to steer."
                );

            var steered = await decide(task);
            if (!steered.IsChanged || await store.TrySteerAsync(task, steered.Annotations!, steered.Data, cancellationToken))
                return steered;
        }

        throw new CommandException(
            ExitCodes.Api,
            $"the task {cluster.Namespace}/{cluster.Task} is being changed by others again and again; nothing was done. Look at it with `{ProgramName.Shown} status`."
        );
    }

    private static string? Annotation(StoredTask task, string name) =>
        task.Object!.Metadata.Annotations?.TryGetValue(name, out var value) == true ? value.Trim() : null;

    private static Dictionary<string, string?> Set(string annotation, string? value) => new() { [annotation] = value };
}

/// <summary>What was steered, and how.</summary>
/// <param name="Run">The run that it is about.</param>
/// <param name="IsChanged">Whether anything had to be done.</param>
/// <param name="Sentence">For people.</param>
/// <param name="Annotations">What is set; null removes one.</param>
/// <param name="Data">Keys of the content that are set; null removes one.</param>
internal sealed record Steered(
    RunId Run,
    bool IsChanged,
    string Sentence,
    IReadOnlyDictionary<string, string?>? Annotations = null,
    IReadOnlyDictionary<string, string?>? Data = null
);
