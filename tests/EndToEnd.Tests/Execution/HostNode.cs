using System.Text.Json.Nodes;

namespace NodeTasker.EndToEnd.Tests.Execution;

/// <summary>A node whose agent runs scripts on a <see cref="BootedHost"/>. Its disposal fails when something of a run is still alive.</summary>
public sealed class HostNode : IAsyncDisposable
{
    private readonly TestCluster _cluster;
    private readonly BootedHost _host;
    private readonly ITestOutputHelper _output;
    private readonly IReadOnlyList<string> _arguments;
    private readonly string _launcher;
    private readonly string _folder;
    private readonly HashSet<string> _seen = [];
    private int _nonce;

    private HostNode(
        TestCluster cluster,
        BootedHost host,
        string launcher,
        string name,
        IReadOnlyList<string> arguments,
        ITestOutputHelper output
    )
    {
        (_cluster, _host, _launcher, _arguments, _output, Name) = (cluster, host, launcher, arguments, output, name);
        _folder = Path.Combine(host.Shared, name);
        Directory.CreateDirectory(_folder);
        Agent = StartAgent();
    }

    public string Name { get; }

    public AgentProcess Agent { get; private set; }

    public TestCluster Cluster => _cluster;

    private string StateDir => PathOf("state");

    private string Marks => PathOf("marks");

    public static async Task<HostNode> StartAsync(
        TestCluster cluster,
        BootedHost host,
        string launcher,
        IReadOnlyList<string> arguments,
        ITestOutputHelper output,
        CancellationToken cancellationToken
    )
    {
        var node = new HostNode(cluster, host, launcher, await cluster.AddNodeAsync(launcher, cancellationToken), arguments, output);
        try
        {
            await node.Agent.WaitReadyAsync(cancellationToken);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>A path of this node's own, the same for tests and scripts.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>A line of a script that leaves <paramref name="mark"/> for <see cref="CountMarks"/>.</summary>
    public string Mark(string mark) => $"echo {mark} >> {Marks}\n";

    public int CountMarks(string mark) => File.Exists(Marks) ? File.ReadLines(Marks).Count(line => line == mark) : 0;

    public Task WaitForMarkAsync(string mark, CancellationToken cancellationToken) =>
        Eventually.IsTrueAsync(
            $"the script on {Name} has come to '{mark}'",
            () => CountMarks(mark) > 0,
            cancellationToken: cancellationToken
        );

    /// <summary>Sets the task; a nonce makes it a run of its own.</summary>
    public async Task SetAsync(string script, CancellationToken cancellationToken, params (string Key, string Value)[] options)
    {
        var data = new JsonObject { ["task"] = script, ["nonce"] = $"{++_nonce}" };
        foreach (var (key, value) in options)
            data[key] = value;
        await _cluster.SetTaskAsync(data, cancellationToken);
    }

    /// <summary>Sets the task and waits for the end of its run.</summary>
    public async Task<NodeResult> RunAsync(string script, CancellationToken cancellationToken, params (string Key, string Value)[] options)
    {
        await SetAsync(script, cancellationToken, options);
        return await EndAsync(cancellationToken);
    }

    /// <summary>Waits for the end of a run whose end was not waited for before.</summary>
    public async Task<NodeResult> EndAsync(CancellationToken cancellationToken, TimeSpan? within = null)
    {
        var end = await ResultAsync(
            "that of a new run that has ended",
            r => r.Phase is "Succeeded" or "Failed" or "Cancelled" or "Rejected" && !_seen.Contains(r.Run),
            cancellationToken,
            within
        );
        _seen.Add(end.Run);
        return end;
    }

    public async Task<NodeResult> ResultAsync(
        string wish,
        Func<NodeResult, bool> isAsWished,
        CancellationToken cancellationToken,
        TimeSpan? within = null
    )
    {
        try
        {
            return await _cluster.WaitForResultAsync(Name, wish, isAsWished, cancellationToken, within);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}\n{Agent.Log}", e);
        }
    }

    /// <summary>Cancels the run that is under way as an operator does.</summary>
    public async Task CancelAsync(CancellationToken cancellationToken)
    {
        var runs = Path.Combine(StateDir, "runs", "node-tasker");
        var run = (
            await Eventually.BecomesAsync(
                $"a run of {Name} has a folder",
                () => Runs().Except(_seen).ToList(),
                left => left.Count > 0,
                cancellationToken: cancellationToken
            )
        ).MaxBy(name => Directory.GetCreationTimeUtc(Path.Combine(runs, name)))!;
        await _cluster.PatchTaskAsync(
            new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["node-tasker.io/cancel"] = run } } },
            cancellationToken
        );
    }

    /// <summary>The runs that have a folder.</summary>
    public IReadOnlyList<string> Runs()
    {
        var runs = Path.Combine(StateDir, "runs", "node-tasker");
        return Directory.Exists(runs) ? [.. Directory.EnumerateDirectories(runs).Select(folder => Path.GetFileName(folder))] : [];
    }

    /// <summary>The agent's journal file.</summary>
    public string Journal => Path.Combine(StateDir, "state", "node-tasker.journal");

    /// <summary>After a reboot of the host: another agent on the same state that enters the new namespaces.</summary>
    public async Task StartOnRebootedHostAsync(CancellationToken cancellationToken)
    {
        _output.WriteLine(Agent.Log);
        await Agent.DisposeAsync();
        Agent = StartAgent();
        await Agent.WaitReadyAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _output.WriteLine($"--- {Name}\n{(Agent.Log.Length > 20_000 ? Agent.Log[^20_000..] : Agent.Log)}");
        await Agent.DisposeAsync();
    }

    private AgentProcess StartAgent() =>
        AgentProcess.Start(
            new AgentSettings
            {
                NodeName = Name,
                Namespace = _cluster.Namespace,
                Kubeconfig = _cluster.Kubeconfig(),
                StateDir = StateDir,
                HostPid = _host.Pid,
                Launcher = _launcher,
                MoreArguments = _arguments,
            }
        );
}
