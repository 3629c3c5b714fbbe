using NodeTasker.Cluster;
using NodeTasker.Controller.Grants;
using NodeTasker.Controller.Storing;
using NodeTasker.Controller.Watching;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller;

/// <summary>One task's rollouts: watch → plan → grant → sum up, decided anew from what is whenever something changed. Lives as long as this replica leads.</summary>
internal sealed partial class ControllerLoop(
    TaskWatches watches,
    LedgerStore ledger,
    GrantWriter grants,
    RolloutReporter reporter,
    IReadOnlyList<AppliedConfigMap> applied,
    TimeProvider time,
    ILogger log
)
{
    /// <summary>How long a summary or a history that somebody has changed or deleted stays so, at most.</summary>
    public static readonly TimeSpan Resync = TimeSpan.FromMinutes(2);

    /// <summary>How many nodes one millisecond between two plans is for: thousands of results come in bursts.</summary>
    private const int NodesPerMillisecond = 10;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LedgerPause = TimeSpan.FromSeconds(5);
    private DateTimeOffset _resync;
    private bool _isLedgerRead;
    private (string Error, DateTimeOffset NextRead)? _spoilt;

    public async Task RunAsync(CancellationToken leading)
    {
        await reporter.TakeOverAsync(leading);
        var backoff = new Backoff(time, Random.Shared);
        DateTimeOffset? wake = null;
        string? failing = null;
        while (true)
        {
            var cluster = await watches.NextAsync(wake, leading);
            try
            {
                wake = await RollOutAsync(cluster, leading);
                backoff.Reset();
                if (failing is not null)
                    LogWorks(log, cluster.Task.Name);
                failing = null;
            }
            catch (Exception e) when (ApiFailure.IsExpected(e, leading))
            {
                _isLedgerRead = false;
                var failure = ApiFailure.Describe(e);
                if (failure != failing)
                    LogFails(log, cluster.Task.Name, failure);
                failing = failure;
                await backoff.WaitAsync(NewestWriter.Shortened(backoff.Next()), leading);
                wake = time.GetUtcNow();
            }

            await Task.Delay(PauseFor(cluster.Nodes.Count), time, leading);
        }
    }

    /// <summary>Returns when to look again though nothing changes.</summary>
    private async Task<DateTimeOffset> RollOutAsync(ObservedCluster cluster, CancellationToken leading)
    {
        var now = time.GetUtcNow();
        if (now >= _resync)
        {
            foreach (var store in applied)
                store.Forget();
            _resync = now + Resync;
        }

        await ReadLedgerAsync(cluster.Task.Name, leading);
        var wake = cluster.Task.Content is { } content ? await RollOutAsync(cluster, content, leading) : await ClearAsync(cluster, leading);
        return Earlier(Earlier(wake, _spoilt?.NextRead), _resync)!.Value;
    }

    /// <summary>A ledger that can't be read stops the grants, and nothing else.</summary>
    private async Task ReadLedgerAsync(string task, CancellationToken leading)
    {
        if (_isLedgerRead || time.GetUtcNow() < _spoilt?.NextRead)
            return;
        try
        {
            await ledger.ReadAsync(leading);
            _isLedgerRead = true;
            if (_spoilt is not null)
                LogReadable(log, task);
            _spoilt = null;
        }
        catch (InvalidDataException e)
        {
            if (e.Message != _spoilt?.Error)
                LogUnreadable(log, task, e.Message);
            _spoilt = (e.Message, time.GetUtcNow() + LedgerPause);
        }
    }

    private async Task<DateTimeOffset?> RollOutAsync(ObservedCluster cluster, RunId content, CancellationToken leading)
    {
        var now = time.GetUtcNow();
        var setting = reporter.See(cluster.Task, content, now);
        var view = new RolloutView
        {
            Task = cluster.Task.Parsed,
            SetTime = setting.Origin.SetTime,
            ChangeTime = setting.ChangeTime,
            CancelTime = TaskOrigin.CancelTimeOf(cluster.Task.Metadata.FieldWrites()),
            Nodes = cluster.Nodes,
            Results = cluster.Results,
            Leases = cluster.Leases,
            Ledger = ledger.Current,
            CanGrant = _spoilt is null,
        };
        var plan = RolloutPlanner.Plan(view, now);
        if (!await TryGrantAsync(cluster, plan, leading))
            return LookAgain();
        reporter.Report(cluster.Task, setting, Explained(plan), now);
        return plan.Wake;
    }

    private async Task<DateTimeOffset?> ClearAsync(ObservedCluster cluster, CancellationToken leading)
    {
        reporter.Clear(time.GetUtcNow());
        if (_spoilt is not null)
            return null;
        grants.Put(DesiredGrants.Nothing(cluster.Task.Name));
        return await ledger.TryCloseAsync(cluster.Leases, cluster.Results, time.GetUtcNow(), leading)
            ? LedgerEnd.NextOf(ledger.Current)
            : LookAgain();
    }

    /// <summary>False when somebody else has written the ledger. One that can't be read is left alone, and so are the Leases: nobody knows what they stand for.</summary>
    private async Task<bool> TryGrantAsync(ObservedCluster cluster, RolloutPlan plan, CancellationToken leading)
    {
        if (_spoilt is not null)
            return true;
        if (!await ledger.TrySaveAsync(plan.Ledger, leading))
            return false;
        grants.Put(new DesiredGrants(cluster.Task.Name, plan.Ledger, SelectedNodes(cluster, plan)));
        return true;
    }

    private RolloutPlan Explained(RolloutPlan plan) =>
        _spoilt is { } spoilt
            ? plan with
            {
                Message =
                    $"Nothing is granted: {spoilt.Error}. When no gated run is under way, delete it.{(plan.Message is { } more ? $" {more}" : "")}",
            }
            : plan;

    /// <summary>Somebody else has written the ledger: what they granted counts before anything else is granted.</summary>
    private DateTimeOffset LookAgain()
    {
        _isLedgerRead = false;
        return time.GetUtcNow();
    }

    private static Dictionary<string, NodeFacts> SelectedNodes(ObservedCluster cluster, RolloutPlan plan)
    {
        var selected = plan.Nodes.Select(node => node.Node).ToHashSet(StringComparer.Ordinal);
        return cluster.Nodes.Where(node => selected.Contains(node.Name)).ToDictionary(node => node.Name, StringComparer.Ordinal);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    private static TimeSpan PauseFor(int nodes)
    {
        var pause = TimeSpan.FromMilliseconds(nodes / (double)NodesPerMillisecond);
        return pause < LongestPause ? pause : LongestPause;
    }

    [LoggerMessage(
        EventId = 601,
        Level = LogLevel.Error,
        Message = "Task {Task}: nothing can be granted or summed up: {Failure}. Trying again"
    )]
    private static partial void LogFails(ILogger log, string task, string failure);

    [LoggerMessage(EventId = 602, Level = LogLevel.Information, Message = "Task {Task}: granting and summing up again")]
    private static partial void LogWorks(ILogger log, string task);

    [LoggerMessage(
        EventId = 606,
        Level = LogLevel.Error,
        Message = "Task {Task}: nothing is granted, as the ledger can't be read: {Failure}"
    )]
    private static partial void LogUnreadable(ILogger log, string task, string failure);

    [LoggerMessage(EventId = 607, Level = LogLevel.Information, Message = "Task {Task}: the ledger can be read again")]
    private static partial void LogReadable(ILogger log, string task);
}
