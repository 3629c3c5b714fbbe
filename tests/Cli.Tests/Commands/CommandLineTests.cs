using NodeTasker.Cli.Commands;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory(Timeout = 30_000)]
    [InlineData("help", "--help")]
    [InlineData("help-run", "run --help")]
    [InlineData("help-status", "status --help")]
    [InlineData("help-results", "results --help")]
    [InlineData("help-logs", "logs --help")]
    [InlineData("help-cancel", "cancel --help")]
    [InlineData("help-pause", "pause --help")]
    [InlineData("help-resume", "resume --help")]
    [InlineData("help-rerun", "rerun --help")]
    [InlineData("help-history", "history --help")]
    [InlineData("help-doctor", "doctor --help")]
    [InlineData("help-sign", "sign --help")]
    [InlineData("help-payload", "payload --help")]
    [InlineData("help-verify", "verify --help")]
    [InlineData("help-version", "version --help")]
    [InlineData("help-completion", "completion --help")]
    [InlineData("help-demo", "demo --help")]
    public async Task The_help_is_as_written(string golden, string args)
    {
        var help = await RunningProcess.RunAsync(
            ProductPrograms.Command,
            args.Split(' '),
            cancellationToken: TestContext.Current.CancellationToken
        );

        var expected = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "Golden", $"{golden}.txt"),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(new ProcessOutcome(0, expected, ""), help);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("", "Required command was not provided")]
    [InlineData("dmeo", "'dmeo'")]
    [InlineData("demo --nodes 0", "--nodes must be a number from 1 to 50, not '0'")]
    [InlineData("demo --nodes 51", "--nodes must be a number from 1 to 50, not '51'")]
    [InlineData("demo --nodes three", "--nodes must be a number from 1 to 50, not 'three'")]
    [InlineData("demo --wait-timeout soon", "--wait-timeout: ")]
    [InlineData("demo --wait-timeout -1s", "--wait-timeout: ")]
    [InlineData("demo --kep", "'--kep'")]
    [InlineData("demo one.sh two.sh", "'two.sh'")]
    public async Task Wrong_usage_is_2_and_says_what_is_wrong_and_where_help_is(string args, string message)
    {
        var (code, stdout, stderr) = await InvokeAsync(args.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((2, ""), (code, stdout));
        Assert.StartsWith("node-tasker: ", stderr, StringComparison.Ordinal);
        Assert.Contains(message, stderr, StringComparison.Ordinal);
        Assert.EndsWith("--help'.\n", stderr, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("run --timout 3s -- x", "Unrecognized option '--timout'; did you mean '--timeout'?", "run")]
    [InlineData("run --nodeSelector=a x.sh", "Unrecognized option '--nodeSelector'; did you mean '--node-selector'?", "run")]
    [InlineData("run -timeout 3s x.sh", "Unrecognized option '-timeout'; did you mean '--timeout'?", "run")]
    [InlineData("run --env A=b --frob=3 x.sh", "Unrecognized option '--frob'.", "run")]
    [InlineData("logs --folow worker-1", "Unrecognized option '--folow'; did you mean '--follow'?", "logs")]
    [InlineData("cancel --contxt prod", "Unrecognized option '--contxt'; did you mean '--context'?", "cancel")]
    [InlineData("sign --kee x a.sh", "Unrecognized option '--kee'; did you mean '--key'?", "sign")]
    [InlineData("completion --hlep", "Unrecognized option '--hlep'; did you mean '--help'?", "completion")]
    [InlineData("status -x", "Unrecognized option '-x'.", "status")]
    [InlineData("--contxt prod status", "Unrecognized option '--contxt'; did you mean '--context'?", "status")]
    [InlineData("--timeout 3s run x.sh", "'--timeout' is an option of 'run', and stands behind it.", "run")]
    [InlineData("frob", "Unrecognized command 'frob'.", null)]
    [InlineData("stauts --watch", "Unrecognized command 'stauts'; did you mean 'status'?", null)]
    [InlineData("rnu -- uptime", "Unrecognized command 'rnu'; did you mean 'run'?", null)]
    [InlineData("--frob", "Unrecognized option '--frob'.", null)]
    public async Task What_is_not_known_is_said_alone_with_what_may_have_been_meant(string args, string message, string? verb)
    {
        var (code, stdout, stderr) = await InvokeAsync(args.Split(' ')).WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            (2, "", $"node-tasker: {message}\nSee 'node-tasker {(verb is null ? "" : $"{verb} ")}--help'.\n"),
            (code, stdout, stderr)
        );
    }

    [Theory(Timeout = 30_000)]
    [InlineData("demo --context prod", "--context")]
    [InlineData("-n tasks demo", "--namespace")]
    public async Task A_demo_is_no_other_cluster(string args, string option)
    {
        var (code, _, stderr) = await InvokeAsync(args.Split(' ')).WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((2, $"node-tasker: {option} means nothing to 'demo', which works on no cluster but its own.\n"), (code, stderr));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_script_that_is_not_there_is_2_and_named()
    {
        var (code, stdout, stderr) = await InvokeAsync("demo", "/nowhere/x.sh").WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((2, ""), (code, stdout));
        Assert.StartsWith("node-tasker: cannot use the script '/nowhere/x.sh': ", stderr, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Out, string Error)> InvokeAsync(params string[] args)
    {
        var stdout = new StringWriter { NewLine = "\n" };
        var stderr = new StringWriter { NewLine = "\n" };
        using var signals = new TerminationSignals();
        var code = await NodeTaskerCommand.InvokeAsync(args, new CommandStreams(TextReader.Null, stdout, stderr, IsLive: false), signals);
        return (code, stdout.ToString(), stderr.ToString());
    }
}
