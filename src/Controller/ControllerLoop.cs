using NodeTasker.Cluster;
using NodeTasker.Controller.Grants;
using NodeTasker.Controller.History;
using NodeTasker.Controller.Storing;
using NodeTasker.Controller.Watching;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller;

/// <summary>One task's rollouts: watch → plan → grant → sum up, decided anew from what is whenever something changed. Lives as long as this replica is the active one.</summary>
internal sealed partial class ControllerLoop(
    TaskWatches watches,
    LedgerStore ledger,
    GrantWriter grants,
    RolloutReporter reporter,
    TimeProvider time,
    ILogger log
)
{
    /// <summary>How many nodes one millisecond between two plans is for: thousands of results come in bursts.</summary>
    private const int NodesPerMillisecond = 10;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LedgerPause = TimeSpan.FromSeconds(5);
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
    private async Task<DateTimeOffset?> RollOutAsync(ObservedCluster cluster, CancellationToken leading)
    {
        await ReadLedgerAsync(cluster.Task.Name, leading);
        var wake = cluster.Task.Parsed switch
        {
            ParsedTask.Valid valid => await RollOutAsync(cluster, valid.Spec, leading),
            ParsedTask.Bad bad => await RefuseAsync(cluster, bad, leading),
            _ => await ClearAsync(cluster, leading),
        };
        return _spoilt is { } spoilt ? Earlier(spoilt.NextRead, wake) : wake;
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

    private async Task<DateTimeOffset?> RollOutAsync(ObservedCluster cluster, TaskSpec spec, CancellationToken leading)
    {
        var now = time.GetUtcNow();
        var origin = reporter.OriginOf(cluster.Task, spec.Run, now);
        var plan = RolloutPlanner.Plan(
            ViewOf(cluster, spec, origin.SetTime) with
            {
                Ledger = ledger.Current,
                CanGrant = _spoilt is null,
            },
            now
        );

        if (!await TryGrantAsync(cluster, plan, leading))
            return LookAgain();
        var settled = reporter.Report(
            new RolloutReport(cluster, spec.Run, origin, Explained(plan))
            {
                Occasion = OccasionOf(spec, origin, plan),
                Grants = plan.Ledger.Grants.Count(grant => !grant.Value.IsRevoked),
            },
            now
        );
        return Earlier(plan.Wake, settled);
    }

    private async Task<DateTimeOffset?> RefuseAsync(ObservedCluster cluster, ParsedTask.Bad bad, CancellationToken leading)
    {
        var now = time.GetUtcNow();
        var origin = reporter.OriginOf(cluster.Task, bad.Run, now);
        var problems = string.Join(' ', bad.Problems.Select(problem => problem.Message));
        var plan = RolloutPlanner.PlanBad(bad.Run, origin.SetTime, problems, cluster.Nodes, cluster.Results, now, ledger.Current);

        if (!await TryGrantAsync(cluster, plan, leading))
            return LookAgain();
        var settled = reporter.Report(new RolloutReport(cluster, bad.Run, origin, Explained(plan)) { Rejected = problems }, now);
        return Earlier(plan.Wake, settled);
    }

    private async Task<DateTimeOffset?> ClearAsync(ObservedCluster cluster, CancellationToken leading)
    {
        reporter.Clear();
        if (_spoilt is not null)
            return null;
        grants.Put(GrantWish.Nothing(cluster.Task.Name));
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
        grants.Put(new GrantWish(cluster.Task.Name, plan.Ledger, SelectedNodes(cluster, plan)));
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

    private static RolloutView ViewOf(ObservedCluster cluster, TaskSpec spec, DateTimeOffset setTime) =>
        new()
        {
            Spec = spec,
            SetTime = setTime,
            CancelTime = TaskOrigin.CancelTimeOf(cluster.Task.Metadata.FieldWrites()),
            Nodes = cluster.Nodes,
            Results = cluster.Results,
            Leases = cluster.Leases,
        };

    private static Dictionary<string, NodeFacts> SelectedNodes(ObservedCluster cluster, RolloutPlan plan)
    {
        var selected = plan.Nodes.Select(node => node.Node).ToHashSet(StringComparer.Ordinal);
        return cluster.Nodes.Where(node => selected.Contains(node.Name)).ToDictionary(node => node.Name, StringComparer.Ordinal);
    }

    private static string OccasionOf(TaskSpec spec, RunOrigin origin, RolloutPlan plan) =>
        $"{Rfc3339.Format(origin.SetTime)} {(plan.Ledger.Halt is { } halt ? Rfc3339.Format(halt.Time) : spec.Rerun?.Run.Value)}";

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
