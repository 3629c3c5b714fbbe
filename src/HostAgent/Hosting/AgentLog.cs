using System.Security.Cryptography;
using NodeTasker.HostAgent.Deciding;
using NodeTasker.HostAgent.Journal;
using NodeTasker.HostAgent.Watching;
using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Signing;

namespace NodeTasker.HostAgent.Hosting;

/// <summary>The agent's log lines about runs: one a change, and never a word of a script, its output or its environment.</summary>
internal sealed partial class AgentLog(ILogger<AgentLog> log)
{
    private string? _lastWhy;
    private string? _lastDigest;

    public void Decided(string task, Decision decision)
    {
        if (decision is not Decision.Ignore { Why: var why, IsNews: true } || why == _lastWhy)
            return;
        _lastWhy = why;
        LogIgnored(log, task, why);
    }

    /// <summary>For an audit: who set which content. One line a content, whatever else of the ConfigMap changes.</summary>
    public void TaskSet(string task, TaskSnapshot snapshot, SignatureVerdict? signature = null)
    {
        if (snapshot is not { Document: { } document, Task: not (null or ParsedTask.Empty) } || !log.IsEnabled(LogLevel.Information))
            return;
        var digest = Convert.ToHexStringLower(SHA256.HashData(SignedPayload.Of(document)));
        if (digest == _lastDigest)
            return;
        _lastDigest = digest;
        var signer = signature is SignatureVerdict.Trusted { SignedBy: var key } ? $", signed by {key}" : "";
        var run = RunId.Of(document).Value;
        LogTaskSet(log, task, run, digest, snapshot.Origin?.Manager ?? "unknown", snapshot.Origin?.User ?? "unknown", signer);
    }

    public void Announced(string task, string node, RunRecord record)
    {
        _lastWhy = null;
        if (record.Phase == RunPhase.Rejected)
            LogRejected(log, task, node, record.Run.Value, record.Message ?? "");
        else
            LogPending(log, task, node, record.Run.Value, record.Message ?? "");
    }

    public void AttemptStarted(string task, string node, JournalEntry entry)
    {
        _lastWhy = null;
        LogStarted(log, task, node, entry.Run.Value, entry.Attempt, entry.Launcher ?? "");
    }

    public void AttemptEnded(string task, string node, JournalEntry entry)
    {
        _lastWhy = null;
        var duration = entry.Duration is { } d ? Duration.Format(d) : "unknown";
        if (entry.RetryAt is { } retryAt)
            LogRetry(log, task, node, entry.Run.Value, entry.Attempt, entry.Reason ?? "", retryAt);
        else
            LogEnded(log, task, node, entry.Run.Value, entry.Attempt, entry.Phase, entry.Reason ?? "", entry.ExitCode, duration);
    }

    public void Recovered(string task, JournalEntry entry, bool found)
    {
        if (found)
            LogFound(log, task, entry.Run.Value, entry.Attempt);
        else
            LogNeverStarted(log, task, entry.Run.Value, entry.Attempt);
    }

    /// <summary>Says what of a run could not be ended after it; nothing in the usual case.</summary>
    public void Left(string task, JournalEntry entry, Task<string?> gone)
    {
        if (gone is { IsCompletedSuccessfully: true, Result: null })
            return;
        LogLeft(log, task, entry.Run.Value, entry.Attempt, gone.IsFaulted ? gone.Exception.GetBaseException().Message : gone.Result ?? "");
    }

    public void PruneFailed(string task, string failure) => LogPruneFailed(log, task, failure);

    public void StateFailed(string task, string failure) => LogStateFailed(log, task, failure);

    [LoggerMessage(EventId = 301, Level = LogLevel.Information, Message = "Task {Task}: {Why}")]
    private static partial void LogIgnored(ILogger log, string task, string why);

    [LoggerMessage(
        EventId = 312,
        Level = LogLevel.Information,
        Message = "Task {Task}: run {Run} (sha256:{Digest}) was set with field manager {Manager} by user {User}{Signer}"
    )]
    private static partial void LogTaskSet(ILogger log, string task, string run, string digest, string manager, string user, string signer);

    [LoggerMessage(EventId = 302, Level = LogLevel.Warning, Message = "Task {Task} on {Node}: run {Run} rejected: {Problem}")]
    private static partial void LogRejected(ILogger log, string task, string node, string run, string problem);

    [LoggerMessage(EventId = 303, Level = LogLevel.Information, Message = "Task {Task} on {Node}: run {Run} pending: {Why}")]
    private static partial void LogPending(ILogger log, string task, string node, string run, string why);

    [LoggerMessage(
        EventId = 304,
        Level = LogLevel.Information,
        Message = "Task {Task} on {Node}: run {Run} attempt {Attempt} started (launcher {Launcher})"
    )]
    private static partial void LogStarted(ILogger log, string task, string node, string run, int attempt, string launcher);

    [LoggerMessage(
        EventId = 305,
        Level = LogLevel.Information,
        Message = "Task {Task} on {Node}: run {Run} attempt {Attempt} ended: {Phase} {Reason} exitCode={ExitCode} duration={Duration}"
    )]
    private static partial void LogEnded(
        ILogger log,
        string task,
        string node,
        string run,
        int attempt,
        RunPhase phase,
        string reason,
        int? exitCode,
        string duration
    );

    [LoggerMessage(
        EventId = 306,
        Level = LogLevel.Information,
        Message = "Task {Task} on {Node}: run {Run} attempt {Attempt} failed ({Reason}); the next one is due at {RetryAt:O}"
    )]
    private static partial void LogRetry(
        ILogger log,
        string task,
        string node,
        string run,
        int attempt,
        string reason,
        DateTimeOffset retryAt
    );

    [LoggerMessage(
        EventId = 307,
        Level = LogLevel.Information,
        Message = "Task {Task}: run {Run} attempt {Attempt} of an earlier agent found again"
    )]
    private static partial void LogFound(ILogger log, string task, string run, int attempt);

    [LoggerMessage(
        EventId = 308,
        Level = LogLevel.Information,
        Message = "Task {Task}: run {Run} attempt {Attempt} was meant to start under an earlier agent and certainly did not"
    )]
    private static partial void LogNeverStarted(ILogger log, string task, string run, int attempt);

    [LoggerMessage(
        EventId = 309,
        Level = LogLevel.Error,
        Message = "Task {Task}: the agent's state cannot be written: {Failure}. Nothing new is started; trying again"
    )]
    private static partial void LogStateFailed(ILogger log, string task, string failure);

    [LoggerMessage(
        EventId = 310,
        Level = LogLevel.Warning,
        Message = "Task {Task}: run {Run} attempt {Attempt} left something behind: {What}"
    )]
    private static partial void LogLeft(ILogger log, string task, string run, int attempt, string what);

    [LoggerMessage(EventId = 311, Level = LogLevel.Warning, Message = "Task {Task}: old runs cannot be removed: {Failure}")]
    private static partial void LogPruneFailed(ILogger log, string task, string failure);
}
