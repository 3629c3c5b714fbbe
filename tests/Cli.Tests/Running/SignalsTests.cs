using System.Globalization;
using System.Text.RegularExpressions;
using NodeTasker.Cli.Tests.Kit;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Running;

/// <summary>Whoever waits for what is typed is not deaf to signals.</summary>
public sealed class SignalsTests
{
    private const string CtrlC = "\x3";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Ctrl_c_ends_the_reading_of_a_script()
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");
        await using var terminal = cluster.StartOnTerminal("stty -echoctl; echo pid=$$; exec node-tasker run -");
        await terminal.WaitForAsync("\n");
        var process = int.Parse(Regex.Match(terminal.Sent, @"pid=(\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
        await Eventually.IsTrueAsync("it reads", () => IsReading(process), cancellationToken: TestContext.Current.CancellationToken);

        await terminal.TypeAsync($"echo{CtrlC}");
        await terminal.EndAsync();

        Assert.Equal(130, terminal.ExitCode);
        Assert.Null(await cluster.TaskAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_terminated_command_does_not_read_on()
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");
        await using var run = cluster.Start("run", "-");
        await Eventually.IsTrueAsync("it reads", () => IsReading(run.Id), cancellationToken: TestContext.Current.CancellationToken);

        run.Signal(UnixSignal.Terminate);
        await run.WaitForExitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal(143, run.ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task Ctrl_c_ends_the_asking_for_a_password()
    {
        Assert.SkipUnless(OpenSsl.WhyUnavailable is null, OpenSsl.WhyUnavailable ?? "");
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");
        await OpenSsl.RunAsync(
            TestContext.Current.CancellationToken,
            "genpkey",
            "-algorithm",
            "EC",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-aes-256-cbc",
            "-pass",
            "pass:secret",
            "-out",
            cluster.Folder["ops.key"]
        );
        var script = cluster.Script("hello.sh", "true\n");
        await using var terminal = cluster.StartOnTerminal(
            $"stty -echoctl; node-tasker run --sign-with {cluster.Folder["ops.key"]} {script}; echo code=$?; stty -a"
        );
        await terminal.WaitForAsync("Password of");

        await terminal.TypeAsync(CtrlC);
        await terminal.WaitForAsync("code=130");
        await terminal.EndAsync();

        Assert.Contains(" echo ", terminal.Sent, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_asks_again_does_not_wait_for_what_is_stuck()
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");
        await cluster.ReportAsync(ClusterObjects.Result("worker-1", "aaaaaaaaaaaa", RunPhase.Succeeded, new string('x', 200_000)));
        // A pipe that nobody reads.
        await using var results = RunningProcess.Start(
            "sh",
            [
                "-c",
                $"mkfifo {cluster.Folder["pipe"]}; exec 3<>{cluster.Folder["pipe"]}; exec {ProductPrograms.Command} --kubeconfig {cluster.Kubeconfig} results >&3",
            ]
        );
        await Eventually.IsTrueAsync("it writes", () => IsWriting(results.Id), cancellationToken: TestContext.Current.CancellationToken);

        await Eventually.IsTrueAsync(
            "it has ended",
            () => !results.Signal(UnixSignal.Terminate),
            TimeSpan.FromSeconds(20),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(143, results.ExitCode);
    }

    // By the numbers that read(2) and write(2) have on x86-64 and arm64.
    private static bool IsReading(int process) => IsIn(process, ["0", "63"], stream: 0);

    private static bool IsWriting(int process) => IsIn(process, ["1", "64"], stream: 1);

    // Whether a thread is in that call, on that stream or a duplicate of it.
    private static bool IsIn(int process, string[] calls, int stream)
    {
        var target = TargetOf(process, stream);
        return Directory
            .EnumerateDirectories($"/proc/{process}/task")
            .Select(thread => File.ReadAllText($"{thread}/syscall").Split(' '))
            .Any(call =>
                call is [var number, ['0', 'x', .. var file], ..]
                && calls.Contains(number)
                && TargetOf(process, Convert.ToInt32(file, 16)) == target
            );
    }

    private static string? TargetOf(int process, int file) => new FileInfo($"/proc/{process}/fd/{file}").LinkTarget;
}
