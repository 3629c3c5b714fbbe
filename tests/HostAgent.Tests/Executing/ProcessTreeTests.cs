using NodeTasker.HostAgent.Executing;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Executing;

public sealed class ProcessTreeTests : IDisposable
{
    private readonly TempDir _dir = new();

    public void Dispose() => _dir.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_carries_the_runs_marker_is_found()
    {
        await using var carrier = Marked(_dir.Path, "sleep", "300");

        Assert.Null(await KillAsync());

        await carrier.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("0")]
    [InlineData("/1")]
    public async Task A_process_of_another_run_is_left_alone(string suffix)
    {
        await using var other = Marked(_dir.Path + suffix, "sleep", "300");

        Assert.Null(await KillAsync().WaitAsync(TestContext.Current.CancellationToken));

        Assert.False(other.HasExited);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_writes_to_the_runs_log_is_found_though_it_has_no_environment()
    {
        var log = _dir["output.log"];
        await using var writer = RunningProcess.Start("env", ["-i", "/bin/sh", "-c", $"exec /bin/sleep 300 >>'{log}' 2>&1"]);
        await Eventually.IsTrueAsync("it writes", () => File.Exists(log), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Null(await KillAsync());

        await writer.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_only_reads_the_log_is_left_alone()
    {
        _dir.Write("output.log", "");
        await using var reader = RunningProcess.Start("tail", ["-f", _dir["output.log"]]);

        Assert.Null(await KillAsync().WaitAsync(TestContext.Current.CancellationToken));

        Assert.False(reader.HasExited);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_descends_from_a_carrier_or_shares_its_session_is_found_though_it_carries_nothing()
    {
        await using var leader = Marked(
            _dir.Path,
            "setsid",
            "sh",
            "-c",
            "env -i /bin/sleep 301 & (env -i /bin/sleep 302 &) ; echo up; wait"
        );
        await Eventually.IsTrueAsync(
            "they run",
            () => leader.StandardOutput.Contains("up", StringComparison.Ordinal),
            cancellationToken: TestContext.Current.CancellationToken
        );

        Assert.Null(await KillAsync());

        await leader.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_that_forks_faster_than_it_is_looked_at_is_ended_all_the_same()
    {
        await using var bomb = Marked(_dir.Path, "setsid", "sh", "-c", "i=0; while [ $i -lt 400 ]; do sleep 5 & i=$((i+1)); done; wait");

        Assert.Null(await KillAsync());

        await Eventually.IsTrueAsync(
            "all are dead",
            () => ProcessTable.NamesPath(_dir.Path).All(p => p.CommandLine.Length == 0),
            cancellationToken: TestContext.Current.CancellationToken
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task TERM_is_sent_to_all_and_waits_for_none()
    {
        await using var polite = Marked(_dir.Path, "sh", "-c", "trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.05; done");
        await Eventually.IsTrueAsync(
            "it runs",
            () => polite.StandardOutput.Contains("up", StringComparison.Ordinal),
            cancellationToken: TestContext.Current.CancellationToken
        );

        new ProcessTree(_dir.Path).Signal(ProcessSignal.Terminate);

        await polite.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(3, polite.ExitCode);
    }

    private Task<string?> KillAsync() => new ProcessTree(_dir.Path).KillAsync(TimeProvider.System);

    private static RunningProcess Marked(string folder, string file, params string[] arguments) =>
        RunningProcess.Start(file, arguments, new Dictionary<string, string?> { [ScriptEnvironment.Marker] = folder });
}
