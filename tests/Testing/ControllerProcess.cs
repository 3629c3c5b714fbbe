using System.Text.RegularExpressions;

namespace NodeTasker.Testing;

/// <summary>A real controller as a real process.</summary>
public sealed partial class ControllerProcess : IAsyncDisposable
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly RunningProcess _process;

    private ControllerProcess(string identity, RunningProcess process)
    {
        Identity = identity;
        _process = process;
    }

    /// <summary>What it calls itself in the Lease of the active controller.</summary>
    public string Identity { get; }

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Log => _process.StandardError;

    /// <summary>Starts the controller that lies beside the tests, or <paramref name="program"/>.</summary>
    public static ControllerProcess Start(
        string ns,
        string kubeconfig,
        string identity = "controller",
        IReadOnlyList<string>? moreArguments = null,
        string? program = null,
        IReadOnlyDictionary<string, string?>? environment = null
    )
    {
        program ??= ProductPrograms.Controller;
        return new(
            identity,
            RunningProcess.Start(
                program,
                ["--namespace", ns, "--kubeconfig", kubeconfig, "--listen", "127.0.0.1:0", "--identity", identity, .. moreArguments ?? []],
                environment
            )
        );
    }

    /// <summary>Waits until it is the active one.</summary>
    public Task WaitActiveAsync(CancellationToken cancellationToken, TimeSpan? within = null) =>
        Eventually.BecomesAsync(
            $"{Identity} is the active controller",
            ReadyAsync,
            answer => answer.Contains("active", StringComparison.Ordinal),
            within,
            cancellationToken
        );

    /// <summary>Waits until it has spoken with the API, as the active one or not.</summary>
    public Task WaitReadyAsync(CancellationToken cancellationToken) =>
        Eventually.BecomesAsync(
            $"{Identity} is ready",
            ReadyAsync,
            answer => answer.StartsWith("200", StringComparison.Ordinal),
            cancellationToken: cancellationToken
        );

    /// <summary>The status and text of <c>/healthz</c>, <c>/readyz</c> or <c>/metrics</c>.</summary>
    public async Task<string> AskAsync(string path, CancellationToken cancellationToken)
    {
        var listening = Listening().Match(Log);
        if (!listening.Success)
            return $"no address in the log yet:\n{Log}";
        using var response = await Http.GetAsync(new Uri(listening.Value + path), cancellationToken);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}";
    }

    /// <summary>SIGKILL: it can't hand over.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken: cancellationToken);
    }

    /// <summary>SIGTERM; returns its exit code.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        _process.Signal(UnixSignal.Terminate);
        await _process.WaitForExitAsync(cancellationToken: cancellationToken);
        return _process.ExitCode;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task<string> ReadyAsync(CancellationToken cancellationToken) =>
        _process.HasExited
            ? throw new InvalidOperationException($"The controller has ended with {_process.ExitCode}:\n{Log}")
            : await AskAsync("/readyz", cancellationToken);

    [GeneratedRegex(@"http://127\.0\.0\.1:[1-9]\d*")]
    private static partial Regex Listening();
}
