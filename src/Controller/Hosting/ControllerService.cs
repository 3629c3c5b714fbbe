using k8s;
using k8s.Models;
using NodeTasker.Cluster;
using NodeTasker.Controller.Events;
using NodeTasker.Controller.Grants;
using NodeTasker.Controller.History;
using NodeTasker.Controller.Leadership;
using NodeTasker.Controller.Storing;
using NodeTasker.Controller.Summaries;
using NodeTasker.Controller.Watching;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Hosting;

/// <summary>Runs the loops of all tasks while this replica leads. All that they know begins and ends with that.</summary>
internal sealed partial class ControllerService(
    ControllerOptions options,
    ApiClient client,
    ILeaderLease lease,
    ControllerStatus status,
    TimeProvider time,
    ILoggerFactory logs
) : BackgroundService
{
    private readonly ILogger _log = logs.CreateLogger<ControllerService>();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var election = new LeaderElection(options.Identity, lease, time, logs.CreateLogger<LeaderElection>())
        {
            Answered = () => status.HasContact = true,
        };
        try
        {
            await election.RunAsync(leading => LeadAsync(election, leading), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The usual end.
        }
        catch (Exception e)
        {
            // The host stops after this, and by itself it would end with 0, as if all were well.
            LogDefect(_log, e);
            Environment.ExitCode = 1;
            throw;
        }
    }

    private async Task LeadAsync(LeaderElection election, CancellationToken leading)
    {
        status.IsLeader = true;
        using var together = CancellationTokenSource.CreateLinkedTokenSource(leading);
        var connection = new ApiConnection();
        var nodes = new Informer<NodeFacts>(
            new Reflector<NodeFacts>(TaskEndpoints.Nodes(client), connection, time, _log),
            new NodeFactsComparer()
        );
        List<Task> parts =
        [
            nodes.RunAsync(together.Token),
            .. status.Tasks.SelectMany(task => StartTask(task, election, nodes, connection, together.Token)),
        ];
        try
        {
            await await Task.WhenAny(parts);
        }
        finally
        {
            status.IsLeader = false;
            // Only the leader knows; the sum over both must not count anything twice.
            foreach (var task in status.Tasks)
                (task.Counts, task.Grants) = (null, 0);
            await together.CancelAsync();
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task[] StartTask(
        TaskFigures task,
        LeaderElection election,
        Informer<NodeFacts> nodes,
        ApiConnection connection,
        CancellationToken leading
    )
    {
        var name = task.Task;
        var results = new Informer<ResultFacts?>(
            new Reflector<ResultFacts?>(TaskEndpoints.Results(client, options.Namespace, name), connection, time, _log)
        );
        var leases = new Informer<GrantLease>(
            new Reflector<GrantLease>(TaskEndpoints.Grants(client, options.Namespace, name), connection, time, _log)
        );
        var taskReflector = new Reflector<V1ConfigMap>(
            Endpoint.OfObject(client, ApiResources.ConfigMaps, options.Namespace, name),
            connection,
            time,
            _log
        );
        var watches = new TaskWatches(name, taskReflector, nodes, results, leases, time);

        var ns = options.Namespace;
        var ledger = new LedgerStore(client, ns, name);
        var grants = new GrantWriter(client, ns, leases, () => election.MayStillLead, time, _log);
        var (summary, history) = (Applied(ObjectNames.Summary(name)), Applied(ObjectNames.History(name)));
        var summaries = new SummaryWriter(name, summary, time, _log);
        var histories = new HistoryWriter(name, history, time, _log);
        var events = new EventWriter(client, ns, options.Identity, time, _log);
        var reporter = new RolloutReporter(name, summaries, histories, events, task, time, _log);
        var loop = new ControllerLoop(watches, ledger, grants, reporter, [summary, history], time, _log);
        return
        [
            .. watches.Run(leading),
            loop.RunAsync(leading),
            grants.RunAsync(leading),
            summaries.RunAsync(leading),
            histories.RunAsync(leading),
            events.RunAsync(leading),
        ];

        AppliedConfigMap Applied(string configMap) => new(client, ns, configMap);
    }

    [LoggerMessage(
        EventId = 604,
        Level = LogLevel.Critical,
        Message = "The controller ends by a defect of its own; another replica takes over"
    )]
    private static partial void LogDefect(ILogger log, Exception exception);
}
