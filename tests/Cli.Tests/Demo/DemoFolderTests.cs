using System.Diagnostics;
using NodeTasker.Cli.Demo;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Demo;

public sealed class DemoFolderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task The_folder_is_for_its_owner_alone_and_goes_with_the_demo()
    {
        var folder = await DemoFolder.CreateAsync(TextWriter.Null);
        var mode = File.GetUnixFileMode(folder.Path);
        await File.WriteAllTextAsync(folder.Kubeconfig, "x", TestContext.Current.CancellationToken);

        await folder.DisposeAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, mode);
        Assert.False(Directory.Exists(folder.Path));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("NODE_TASKER_DEMO_FOLDER", "")]
    [InlineData("NODE_TASKER_RUN_DIR", "/nodes/demo-1/runs/task/run/1")]
    public async Task Whoever_has_the_mark_ends_with_the_demo(string variable, string below)
    {
        var folder = await DemoFolder.CreateAsync(TextWriter.Null);
        await using var member = RunningProcess.Start(
            "setsid",
            ["sleep", "60"],
            new Dictionary<string, string?> { [variable] = folder.Path + below }
        );

        await folder.DisposeAsync();

        await member.WaitForExitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(128 + UnixSignal.Kill, member.ExitCode);
    }

    [Fact(Timeout = 30_000)]
    public async Task Whoever_still_writes_into_a_runs_output_ends_with_the_demo()
    {
        var folder = await DemoFolder.CreateAsync(TextWriter.Null);
        Directory.CreateDirectory(folder.OfNode("demo-1"));
        await using var member = RunningProcess.Start(
            "env",
            ["-i", "/bin/sh", "-c", "exec /bin/sleep 60 >\"$0\"", Path.Combine(folder.OfNode("demo-1"), "output.log")]
        );
        await Eventually.IsTrueAsync(
            "it writes there",
            () => File.Exists(Path.Combine(folder.OfNode("demo-1"), "output.log")),
            cancellationToken: TestContext.Current.CancellationToken
        );

        await folder.DisposeAsync();

        await member.WaitForExitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(128 + UnixSignal.Kill, member.ExitCode);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("KUBECONFIG", "/kubeconfig")]
    [InlineData("NODE_TASKER_RUN_DIR", "-of-another/runs")]
    public async Task An_operators_shell_that_knows_the_folder_is_left_alone(string variable, string below)
    {
        var folder = await DemoFolder.CreateAsync(TextWriter.Null).WaitAsync(TestContext.Current.CancellationToken);
        await using var shell = RunningProcess.Start(
            "sleep",
            ["60"],
            new Dictionary<string, string?> { [variable] = folder.Path + below },
            folder.Path
        );

        await folder.DisposeAsync();

        Assert.False(shell.HasExited);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_reaper_that_was_killed_is_replaced()
    {
        var folder = await DemoFolder.CreateAsync(TextWriter.Null);
        await using var member = RunningProcess.Start(
            "sleep",
            ["60"],
            new Dictionary<string, string?> { [DemoFolder.MarkerVariable] = folder.Path }
        );
        var reaper = ProcessTable
            .NamesPath(folder.Path)
            .Single(process => process.CommandLine.Contains("node-tasker-demo-reaper", StringComparison.Ordinal));
        UnixSignal.Send(reaper.Id, UnixSignal.Kill);
        await Eventually.IsTrueAsync(
            "the reaper is dead",
            () => !ProcessTable.NamesPath(folder.Path).Contains(reaper),
            cancellationToken: TestContext.Current.CancellationToken
        );

        await folder.DisposeAsync();

        await member.WaitForExitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.False(Directory.Exists(folder.Path));
    }

    [Fact]
    public void The_callers_agent_options_are_not_the_demos()
    {
        var start = new ProcessStartInfo("true");
        start.Environment["NODE_TASKER_TASK"] = "another";

        Assert.False(start.Marked("/tmp/x").Environment.ContainsKey("NODE_TASKER_TASK"));
    }
}
