using k8s;
using k8s.Models;
using NodeTasker.Cluster;
using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Journal;
using NodeTasker.HostAgent.Reporting;
using NodeTasker.HostAgent.Watching;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Hosting;

/// <summary>The whole agent: one loop a task, beside the check of the host.</summary>
internal sealed partial class AgentService(
    AgentOptions options,
    ApiClient client,
    AgentStatus status,
    TimeProvider time,
    ILoggerFactory logs
) : BackgroundService
{
    private static readonly TimeSpan RecheckInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LockInterval = TimeSpan.FromSeconds(1);
    private readonly ILogger _log = logs.CreateLogger<AgentService>();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunAsync(stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // The host stops after this, and by itself it would end with 0, as if all were well.
            LogDefect(_log, e);
            Environment.ExitCode = 1;
            throw;
        }
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        using var stateLock = await LockStateAsync(stoppingToken);
        var host = new HostNamespaces(options.HostPid);
        var shell = new HostShell(host);
        var launchers = new Launchers(
            [new SystemdLauncher(host, shell, time), new CgroupLauncher(host, shell, time), new ProcessLauncher(host, shell, time)],
            options.Launcher,
            logs.CreateLogger<Launchers>()
        );
        var connection = new ApiConnection();
        var loops = options.Tasks.Select(task => ComposeLoop(task, host, launchers, connection, stoppingToken)).ToList();
        var running = loops
            .Select(loop => loop.RunAsync(stoppingToken))
            .Append(CheckHostAsync(new Preflight(options.StateDir, host, shell, launchers), stoppingToken))
            .ToList();
        await await Task.WhenAny(running);
    }

    private AgentLoop ComposeLoop(
        string task,
        HostNamespaces host,
        Launchers launchers,
        ApiConnection connection,
        CancellationToken stopping
    )
    {
        var journal = RunJournal.Open(options.StateDir, task, time, _log);
        status.Journals = [.. status.Journals, (task, () => journal.State)];

        var nodeEndpoint = Endpoint.OfObject(client, ApiResources.Nodes, null, options.NodeName);
        var node = new NodeSource(nodeEndpoint, connection, time, logs.CreateLogger<NodeSource>(), stopping);
        var leaseEndpoint = Endpoint.OfObject(client, ApiResources.Leases, options.Namespace, ObjectNames.Grant(task, options.NodeName));
        var grants = new LeaseGrantSource(leaseEndpoint, connection, time, _log, stopping);
        var taskEndpoint = Endpoint.OfObject(client, ApiResources.ConfigMaps, options.Namespace, task);
        var tasks = new Reflector<V1ConfigMap>(taskEndpoint, connection, time, _log);

        var executor = new HostRunExecutor(options.StateDir, host, launchers, options.MaxLogSize, time);
        var reporter = new ConfigMapReporter(client, options.Namespace, options.NodeName, node);
        var reporting = new ReportQueue(reporter, connection, journal.MarkReported, time, _log);
        var log = new AgentLog(logs.CreateLogger<AgentLog>());
        var runs = new TaskRuns(
            task,
            options.NodeName,
            options.StateDir,
            executor,
            journal,
            reporting,
            new RunRetention(options.StateDir, options.MaxLogSize),
            time,
            log
        );
        return new AgentLoop(options, new ConfigMapTaskSource(task, tasks), node, grants, runs, reporting, status, time, log);
    }

    /// <summary>Two agents on one journal would each start what the other has started.</summary>
    private async Task<FileStream> LockStateAsync(CancellationToken cancellationToken)
    {
        var said = false;
        while (true)
        {
            try
            {
                PrivateFolder.Create(options.StateDir);
                return new FileStream(options.StateDir + "/lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                status.Blocked =
                    $"The state folder {options.StateDir} cannot be locked: {e.Message} Is another agent of this host using it? Is it writable?";
                if (!said)
                    LogBlocked(_log, status.Blocked);
                said = true;
                await Task.Delay(LockInterval, time, cancellationToken);
            }
        }
    }

    private async Task CheckHostAsync(Preflight preflight, CancellationToken cancellationToken)
    {
        while (true)
        {
            var blocked = await preflight.CheckAsync(cancellationToken);
            if (blocked is not null && blocked != status.Blocked)
                LogBlocked(_log, blocked);
            status.Blocked = blocked;
            if (blocked is null)
                break;
            await Task.Delay(RecheckInterval, time, cancellationToken);
        }

        LogHostReady(_log, options.NodeName, options.HostPid, options.StateDir);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
    }

    [LoggerMessage(EventId = 501, Level = LogLevel.Error, Message = "No task can run on this host: {Reason}")]
    private static partial void LogBlocked(ILogger log, string reason);

    [LoggerMessage(
        EventId = 502,
        Level = LogLevel.Information,
        Message = "Ready to run tasks on {Node} (host process {HostPid}, state in {StateDir})"
    )]
    private static partial void LogHostReady(ILogger log, string node, int hostPid, string stateDir);

    [LoggerMessage(
        EventId = 504,
        Level = LogLevel.Critical,
        Message = "The agent ends by a defect of its own; scripts that are under way go on, and the next agent finds them"
    )]
    private static partial void LogDefect(ILogger log, Exception exception);
}
