using NodeTasker.HostAgent.Executing;

namespace NodeTasker.HostAgent.Tests.Executing;

public sealed class OutputTests : IAsyncLifetime
{
    private readonly HostScripts _host = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact(Timeout = 120_000)]
    public async Task Both_streams_are_in_the_log_in_the_order_in_which_they_were_written() =>
        Assert.Equal(
            "1\n2\n3\n",
            await _host.OutputOfAsync("echo 1; echo 2 >&2; echo 3\n").WaitAsync(TestContext.Current.CancellationToken)
        );

    [Fact(Timeout = 120_000)]
    public async Task A_last_line_without_an_end_is_kept() =>
        Assert.Equal("a\nb", await _host.OutputOfAsync("printf 'a\\nb'\n").WaitAsync(TestContext.Current.CancellationToken));

    [Fact(Timeout = 120_000)]
    public async Task A_script_that_writes_nothing_has_no_output()
    {
        await _host.RunAsync("exit 0\n").WaitAsync(TestContext.Current.CancellationToken);

        Assert.Null(_host.Folder.Output.Read(1024));
        Assert.Equal(0, _host.Folder.Output.Length);
    }

    [Fact]
    public void A_run_without_a_folder_has_no_output()
    {
        Assert.Null(_host.Folder.Output.Read(1024));
        Assert.Equal(0, _host.Folder.Output.Length);
    }

    [Fact(Timeout = 120_000)]
    public async Task Binary_output_is_kept_as_it_is()
    {
        await _host.RunAsync("i=0; while [ $i -lt 256 ]; do printf \"\\\\$(printf %03o $i)\"; i=$((i+1)); done\n");

        Assert.Equal(
            Enumerable.Range(0, 256).Select(i => (byte)i),
            await File.ReadAllBytesAsync(_host.Folder.Output.Path, TestContext.Current.CancellationToken)
        );
    }

    [Fact(Timeout = 300_000)]
    public async Task Of_100_MB_the_result_holds_the_head_and_the_tail_and_the_agent_no_more_than_that()
    {
        var outcome = await _host
            .RunAsync("echo first; head -c 100000000 /dev/zero | tr '\\0' x; echo; echo last\n")
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, Assert.IsType<RunOutcome.Exited>(outcome).ExitCode);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var (excerpt, total) = _host.Folder.Output.Read(32 * 1024)!.Value;
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 20_000_000);
        Assert.Equal(100_000_012, total);
        Assert.True(excerpt.IsTruncated);
        Assert.StartsWith("first\nxxx", excerpt.Text, StringComparison.Ordinal);
        Assert.EndsWith("xxx\nlast\n", excerpt.Text, StringComparison.Ordinal);
        Assert.InRange(excerpt.Text.Length, 30_000, 32 * 1024);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task An_excerpt_is_never_larger_than_its_limit(int limit)
    {
        await _host.RunAsync("echo hello\n").WaitAsync(TestContext.Current.CancellationToken);

        var (excerpt, total) = _host.Folder.Output.Read(limit)!.Value;

        Assert.Equal(6, total);
        Assert.InRange(excerpt.Text.Length, 0, limit);
        Assert.Equal(limit < 6, excerpt.IsTruncated);
    }

    [Fact(Timeout = 120_000)]
    public async Task Of_a_log_that_was_kept_from_filling_the_disk_the_result_says_what_is_kept_and_what_is_not()
    {
        await _host.RunAsync("head -c 1000000 /dev/zero | tr '\\0' x\n").WaitAsync(TestContext.Current.CancellationToken);
        var log = _host.Folder.Output;
        Assert.Contains(", all of it is in the node's log ...", log.Read(1000)!.Value.Excerpt.Text, StringComparison.Ordinal);

        using var over = new CancellationTokenSource();
        var bounding = LogBound.KeepAsync(log, 64 << 10, TimeProvider.System, over.Token);
        await over.CancelAsync();
        Assert.Null(await bounding);

        var text = log.Read(1000)!.Value.Excerpt.Text;
        Assert.Contains(
            " bytes left out, the node's log has the first 32,768 and the last 33,344 bytes ...\n",
            text,
            StringComparison.Ordinal
        );
    }

    [Fact(Timeout = 120_000)]
    public async Task A_log_that_its_script_removed_is_no_output()
    {
        await _host.RunAsync("echo hello; rm -f ../output.log\n").WaitAsync(TestContext.Current.CancellationToken);

        Assert.Null(_host.Folder.Output.Read(1024));
        Assert.Equal(0, _host.Folder.Output.Length);
    }
}
