using NodeTasker.HostAgent.Executing;

namespace NodeTasker.HostAgent.Tests.Executing;

public sealed class ScriptEndTests : IAsyncLifetime
{
    private readonly HostScripts _host = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory(Timeout = 120_000)]
    [InlineData("exit 0", 0, null)]
    [InlineData("exit 1", 1, null)]
    [InlineData("exit 3", 3, null)]
    [InlineData("exit 128", 128, null)]
    [InlineData("exit 255", 255, null)]
    [InlineData("kill -TERM $$", 143, 15)]
    [InlineData("kill -KILL $$", 137, 9)]
    [InlineData("kill -SEGV $$", 139, 11)]
    [InlineData("kill -HUP $$", 129, 1)]
    [InlineData("no-such-command", 127, null)]
    [InlineData("", 0, null)]
    [InlineData("#!/bin/sh", 0, null)]
    [InlineData("#!/bin/sh -e\nfalse\necho not reached", 1, null)]
    [InlineData("#!/usr/bin/env sh\nexit 4", 4, null)]
    [InlineData("#! /bin/sh\nexit 5", 5, null)]
    [InlineData("#!/usr/bin/env no-such-interpreter", 127, null)]
    [InlineData("#!/usr/bin/env -S sh -e\nfalse\nexit 0", 1, null)]
    public async Task A_script_ends_with_its_exit_code_or_its_signal(string script, int exitCode, int? signal)
    {
        var exited = Assert.IsType<RunOutcome.Exited>(await _host.RunAsync(script).WaitAsync(TestContext.Current.CancellationToken));

        Assert.Equal((exitCode, signal, null, null), (exited.ExitCode, exited.Signal, exited.StoppedBy, exited.Note));
        Assert.NotNull(exited.Duration);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(
        "#!/no/such/interpreter\n",
        "the interpreter '/no/such/interpreter' in the script's first line is not on this host, or not executable"
    )]
    [InlineData("#!/etc/passwd\n", "the interpreter '/etc/passwd' in the script's first line is not on this host, or not executable")]
    [InlineData("#!/no/such -a b\n", "the interpreter '/no/such' in the script's first line is not on this host, or not executable")]
    public async Task A_script_whose_interpreter_is_not_there_does_not_start(string script, string message) =>
        Assert.Equal(
            message,
            Assert.IsType<RunOutcome.NotStarted>(await _host.RunAsync(script).WaitAsync(TestContext.Current.CancellationToken)).Message
        );

    [Fact(Timeout = 120_000)]
    public async Task A_script_that_reads_its_input_finds_its_end() =>
        Assert.Equal("[]\n", await _host.OutputOfAsync("echo \"[$(cat)]\"\n").WaitAsync(TestContext.Current.CancellationToken));

    [Fact(Timeout = 120_000)]
    public async Task A_run_ends_with_its_script_though_a_child_holds_its_output_open_and_the_child_ends_with_it()
    {
        var script = _host.Start("sleep 300 &\nsetsid sleep 301 &\necho started\n");
        var outcome = await script.Completion.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        var left = await script.Gone.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Equal(0, Assert.IsType<RunOutcome.Exited>(outcome).ExitCode);
        Assert.Null(left);
        Assert.Empty(_host.Alive);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_script_gets_the_signals_of_a_fresh_process()
    {
        var masks = await _host
            .OutputOfAsync("grep -E 'Sig(Blk|Ign)' /proc/self/status\n")
            .WaitAsync(TestContext.Current.CancellationToken);

        const ulong Interesting = (1UL << 12) | (1UL << 14) | (1UL << 16); // PIPE, TERM, CHLD
        foreach (var line in masks.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.Equal(0UL, Convert.ToUInt64(line.Split('\t')[1], 16) & Interesting);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_run_is_in_a_session_of_its_own_without_a_terminal()
    {
        var fields = (await _host.OutputOfAsync("cat /proc/$$/stat\n").WaitAsync(TestContext.Current.CancellationToken)).Split(' ');

        Assert.NotEqual(File.ReadAllText("/proc/self/stat").Split(' ')[5], fields[5]);
        Assert.Equal("0", fields[6]);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_run_leaves_nothing_of_its_own_behind()
    {
        await _host.RunAsync("echo done\n").WaitAsync(TestContext.Current.CancellationToken);

        await _host.NothingIsAliveAsync();
    }
}
