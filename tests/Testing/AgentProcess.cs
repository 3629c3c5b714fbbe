using System.Globalization;
using System.Text.RegularExpressions;

namespace NodeTasker.Testing;

/// <summary>A real agent as a real process. It can be killed, stopped and started again on the same state.</summary>
public sealed partial class AgentProcess : IAsyncDisposable
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly TempDir? _ownState;
    private RunningProcess _process;
    private string _earlierLog = "";

    private AgentProcess(AgentSettings settings)
    {
        Settings = settings;
        _ownState = settings.StateDir is null ? new TempDir("node-tasker-state-") : null;
        StateDir = settings.StateDir ?? _ownState!.Path;
        _process = StartProcess();
    }

    public AgentSettings Settings { get; }

    public string StateDir { get; }

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>What it has logged since its first start.</summary>
    public string Log => _earlierLog + _process.StandardError;

    /// <summary>What it has logged since its last start.</summary>
    public string RecentLog => _process.StandardError;

    public static AgentProcess Start(AgentSettings settings) => new(settings);

    /// <summary>Waits until <c>/readyz</c> says that it has read its task.</summary>
    public Task WaitReadyAsync(CancellationToken cancellationToken) =>
        Eventually.BecomesAsync(
            $"agent {Settings.NodeName} is ready",
            ReadyAsync,
            answer => answer.StartsWith("200", StringComparison.Ordinal),
            cancellationToken: cancellationToken
        );

    /// <summary>The status and text of <c>/healthz</c> or <c>/readyz</c>.</summary>
    public async Task<string> AskAsync(string path, CancellationToken cancellationToken)
    {
        var listening = Listening().Match(RecentLog);
        if (!listening.Success)
            return $"no address in the log yet:\n{RecentLog}";
        using var response = await Http.GetAsync(new Uri(listening.Value + path), cancellationToken);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}";
    }

    public Task WaitForLogAsync(string text, TimeSpan? within = null, CancellationToken cancellationToken = default) =>
        Eventually.BecomesAsync(
            $"agent {Settings.NodeName} logs '{text}'",
            () => Log,
            log => log.Contains(text, StringComparison.OrdinalIgnoreCase),
            within,
            cancellationToken
        );

    /// <summary>SIGKILL: it can't clean up.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken: cancellationToken);
    }

    /// <summary>SIGTERM, as the kubelet and systemd stop it; returns its exit code.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        _process.Signal(UnixSignal.Terminate);
        await _process.WaitForExitAsync(cancellationToken: cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Starts it again on the same state after its end.</summary>
    public async Task StartAgainAsync()
    {
        _earlierLog = Log;
        await _process.DisposeAsync();
        _process = StartProcess();
    }

    /// <summary>Kills it and whatever its scripts have left; fails when they have left something that does not end by itself.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        try
        {
            await Eventually.BecomesAsync(
                $"nothing that agent {Settings.NodeName} has started is alive",
                () => ProcessTable.NamesPath(StateDir),
                left => left.Count == 0,
                TimeSpan.FromSeconds(10)
            );
        }
        finally
        {
            foreach (var (id, _) in ProcessTable.NamesPath(StateDir))
                UnixSignal.Send(id, UnixSignal.Kill);
            _ownState?.Dispose();
        }
    }

    private async Task<string> ReadyAsync(CancellationToken cancellationToken) =>
        _process.HasExited
            ? throw new InvalidOperationException($"The agent has ended with {_process.ExitCode}:\n{Log}")
            : await AskAsync("/readyz", cancellationToken);

    private RunningProcess StartProcess() =>
        RunningProcess.Start(
            Settings.Program,
            [
                "--kubeconfig",
                Settings.Kubeconfig,
                "--node-name",
                Settings.NodeName,
                "--namespace",
                Settings.Namespace,
                "--state-dir",
                StateDir,
                "--host-pid",
                Settings.HostPid.ToString(CultureInfo.InvariantCulture),
                "--launcher",
                Settings.Launcher,
                "--listen",
                "127.0.0.1:0",
                .. Settings.MoreArguments,
            ]
        );

    [GeneratedRegex(@"http://127\.0\.0\.1:[1-9]\d*")]
    private static partial Regex Listening();
}
