using Microsoft.Extensions.Logging.Abstractions;
using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Journal;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Executing;

/// <summary>A state folder with an executor that starts real processes, all of them dead once this is disposed.</summary>
internal sealed class HostScripts : IAsyncDisposable
{
    public static readonly RunId Run = new("0123456789ab");

    private readonly TempDir _dir = new();

    /// <param name="hostPid">Whose namespaces are entered; 0 enters none.</param>
    public HostScripts(int hostPid = 0) => Host = new HostAgent.Executing.HostNamespaces(hostPid);

    public string StateDir => _dir.Path;

    public HostAgent.Executing.HostNamespaces Host { get; }

    public RunFolder Folder => RunFolder.Of(StateDir, Wish.Task, Run, 1);

    public static RunOrder Order(string script) =>
        new()
        {
            Task = Wish.Task,
            Node = Wish.Node,
            Run = Run,
            Attempt = 1,
            Script = script,
            GracePeriod = TimeSpan.FromSeconds(20),
        };

    /// <summary>What the journal would say of it.</summary>
    public static JournalEntry Entry(TimeSpan? timeout = null, TimeSpan? gracePeriod = null, string? bootId = null) =>
        new()
        {
            Run = Run,
            Phase = RunPhase.Running,
            Attempt = 1,
            BootId = bootId ?? new HostAgent.Executing.HostNamespaces(0).BootId,
            Terms = new RunTerms { Timeout = timeout, GracePeriod = gracePeriod ?? TimeSpan.FromSeconds(20) },
        };

    /// <summary>A new one is what a restarted agent has.</summary>
    public HostRunExecutor NewExecutor(ILauncher? launcher = null, TimeProvider? time = null)
    {
        var launchers = new Launchers([launcher ?? NewLauncher()], LauncherKind.Auto, NullLogger<Launchers>.Instance);
        var choosing = launchers.ChooseAsync(CancellationToken.None);
        Assert.True(choosing.IsCompletedSuccessfully, "the process launcher is there without asking anyone");
        return new HostRunExecutor(StateDir, Host, launchers, maxLogBytes: 256 << 20, time ?? TimeProvider.System);
    }

    public ProcessLauncher NewLauncher() => new(Host, new HostShell(Host), TimeProvider.System);

    public IRunningScript Start(RunOrder order) => NewExecutor().Start(order, () => { });

    public IRunningScript Start(string script) => Start(Order(script));

    /// <summary>Runs an order to its end.</summary>
    public Task<RunOutcome> RunAsync(RunOrder order) =>
        Start(order).Completion.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    public Task<RunOutcome> RunAsync(string script) => RunAsync(Order(script));

    /// <summary>Runs an order that succeeds, and returns what it wrote.</summary>
    public async Task<string> OutputOfAsync(RunOrder order)
    {
        var outcome = await RunAsync(order);
        var output = File.Exists(Folder.Output.Path)
            ? await File.ReadAllTextAsync(Folder.Output.Path, TestContext.Current.CancellationToken)
            : "";
        Assert.True(outcome is RunOutcome.Exited { ExitCode: 0 }, $"{outcome}\n{output}");
        return output;
    }

    public Task<string> OutputOfAsync(string script) => OutputOfAsync(Order(script));

    /// <summary>Waits until a script has written a line.</summary>
    public Task<string> WrittenAsync(string line) =>
        Eventually.BecomesAsync(
            $"the script has written '{line}'",
            () => File.Exists(Folder.Output.Path) ? File.ReadAllText(Folder.Output.Path) : "",
            text => text.Contains(line, StringComparison.Ordinal),
            cancellationToken: TestContext.Current.CancellationToken
        );

    /// <summary>The processes that were started from this state folder and still live.</summary>
    public IReadOnlyList<(int Id, string CommandLine)> Alive => [.. ProcessTable.NamesPath(StateDir).Where(p => p.CommandLine.Length > 0)];

    public Task NothingIsAliveAsync() =>
        Eventually.BecomesAsync(
            "nothing of the run is alive",
            () => string.Join('\n', Alive),
            alive => alive.Length == 0,
            cancellationToken: TestContext.Current.CancellationToken
        );

    public async ValueTask DisposeAsync()
    {
        foreach (var (id, _) in Alive)
            UnixSignal.Send(id, UnixSignal.Kill);
        await Eventually.IsTrueAsync("all is dead", () => Alive.Count == 0);
        _dir.Dispose();
    }
}
