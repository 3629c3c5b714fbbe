using System.Text;
using CliWrap;

namespace NodeTasker.Polyfills.Tests.CliWrap;

public sealed class PipeTargetTests
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task No_target_is_a_closed_pipe()
    {
        var result = await Dummy.Shell("exec cat /dev/zero").WithValidation(CommandResultValidation.None).ExecuteAsync(Ended);

        // SIGPIPE, or an error of the write where that signal is ignored by whoever started the tests.
        Assert.Contains(result.ExitCode, new[] { 128 + 13, 1 });
    }

    [Fact(Timeout = 30_000)]
    public async Task Bytes_arrive_as_they_are()
    {
        var expected = Enumerable.Range(0, 256).Select(value => (byte)value);
        using var flushed = new MemoryStream();
        using var unflushed = new MemoryStream();
        using var folder = new ScratchFolder();
        var own = new MemoryStream();
        var blocking = new MemoryStream();
        await File.WriteAllTextAsync(folder["out"], new string('x', 1_000), Ended);

        await Dummy.Run("binary")
            .WithStandardOutputPipe(PipeTarget.Merge(
                PipeTarget.ToStream(flushed),
                PipeTarget.ToStream(unflushed, false),
                PipeTarget.ToFile(folder["out"]),
                PipeTarget.Create((origin, cancellationToken) => origin.CopyToAsync(own, cancellationToken)),
                PipeTarget.Create(origin => origin.CopyTo(blocking))))
            .ExecuteAsync(Ended);

        Assert.Equal(expected, flushed.ToArray());
        Assert.Equal(expected, unflushed.ToArray());
        Assert.Equal(expected, await File.ReadAllBytesAsync(folder["out"], Ended));
        Assert.Equal(expected, own.ToArray());
        Assert.Equal(expected, blocking.ToArray());
    }

    [Fact(Timeout = 60_000)]
    public async Task Both_streams_can_be_flooded_at_a_time()
    {
        const int Size = 20_000_000;
        var output = 0L;
        var error = 0L;

        await Dummy.Run("flood", $"{Size}", "both")
            .WithStandardOutputPipe(PipeTarget.Create(async (origin, token) => output = await CountAsync(origin, token)))
            .WithStandardErrorPipe(PipeTarget.Create(async (origin, token) => error = await CountAsync(origin, token)))
            .ExecuteAsync(Ended);

        Assert.Equal((Size, Size), (output, error));
    }

    [Fact(Timeout = 30_000)]
    public async Task Characters_split_between_two_writes_stay_whole()
    {
        var text = new StringBuilder();

        await Dummy.Shell(@"printf '\360\237'; sleep 0.05; printf '\232\200!'")
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(text, Encoding.UTF8))
            .ExecuteAsync(Ended);

        Assert.Equal("🚀!", text.ToString());
    }

    [Theory(Timeout = 30_000)]
    [InlineData("", new string[0])]
    [InlineData(@"one\ntwo\n", new[] { "one", "two" })]
    [InlineData(@"one\r\ntwo\r\n", new[] { "one", "two" })]
    [InlineData(@"one\rtwo\r", new[] { "one", "two" })]
    [InlineData(@"\n\none\n\n", new[] { "", "", "one", "" })]
    [InlineData(@"\r\r\n\n", new[] { "", "", "" })]
    [InlineData(@"no end", new[] { "no end" })]
    public async Task Lines_end_with_any_line_break(string printed, string[] expected)
    {
        var lines = new List<string>();

        await Dummy.Shell($"printf '{printed}'").WithStandardOutputPipe(PipeTarget.ToDelegate(lines.Add)).ExecuteAsync(Ended);

        Assert.Equal(expected, lines);
    }

    [Fact(Timeout = 30_000)]
    public async Task Line_breaks_and_long_lines_across_reads_are_seen_once()
    {
        var expected = Enumerable.Range(0, 300).Select(i => new string('x', i * 37));
        var bytes = Encoding.UTF8.GetBytes(string.Concat(expected.Select(line => line + "\r\n")));
        var lines = new List<string>();

        await PipeTarget.ToDelegate(line =>
        {
            lines.Add(line);
            return Task.CompletedTask;
        }).CopyFromAsync(new ByteByByte(bytes), Ended);

        Assert.Equal(expected, lines);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_progress_line_is_not_held_back()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ended);
        var lines = new LineLatch();

        var task = Dummy.Shell(@"printf '50%%\r'; exec sleep 600").WithStandardOutputPipe(lines.Target).ExecuteAsync(stop.Token);
        var line = await lines.NextAsync(Ended);

        Assert.Equal("50%", line);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
    }

    [Fact]
    public void Merging_flattens_and_drops_what_goes_nowhere()
    {
        var first = PipeTarget.ToDelegate(_ => { });
        var second = PipeTarget.ToDelegate(_ => { });

        Assert.Same(PipeTarget.Null, PipeTarget.Merge());
        Assert.Same(PipeTarget.Null, PipeTarget.Merge(PipeTarget.Null, PipeTarget.Null));
        Assert.Same(first, PipeTarget.Merge(PipeTarget.Null, first));
        Assert.Same(first, PipeTarget.Merge(new List<PipeTarget> { PipeTarget.Merge(first), PipeTarget.Null }));
        Assert.NotSame(second, PipeTarget.Merge(PipeTarget.Merge(first), second));
    }

    [Fact(Timeout = 30_000)]
    public async Task Each_merged_target_gets_everything_however_slow_another_is()
    {
        const int Size = 3_000_000;
        var fast = 0L;
        var slow = 0L;
        var merged = PipeTarget.Merge(
            PipeTarget.Create(async (origin, token) => fast = await CountAsync(origin, token)),
            PipeTarget.Create(async (origin, token) =>
            {
                var buffer = new byte[64 * 1024];
                int count;
                while ((count = await origin.ReadAsync(buffer, token)) > 0)
                {
                    slow += count;
                    await Task.Delay(1, token);
                }
            }),
            PipeTarget.Create((_, _) => Task.CompletedTask));

        await Dummy.Run("flood", $"{Size}").WithStandardOutputPipe(merged).ExecuteAsync(Ended);

        Assert.Equal((Size, Size), (fast, slow));
    }

    [Theory(Timeout = 30_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_error_of_a_target_is_reported_and_ends_the_writer(bool merged)
    {
        var failing = PipeTarget.ToDelegate(_ => throw new InvalidDataException("disk full"));
        var target = merged ? PipeTarget.Merge(PipeTarget.ToStream(Stream.Null), failing) : failing;

        var exception = await Assert.ThrowsAsync<InvalidDataException>(
            async () => await Dummy.Shell("while echo y; do :; done").WithStandardOutputPipe(target).ExecuteAsync(Ended));

        Assert.Equal("disk full", exception.Message);
    }

    private static async Task<long> CountAsync(Stream origin, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var total = 0L;
        int count;
        while ((count = await origin.ReadAsync(buffer, cancellationToken)) > 0)
            total += count;
        return total;
    }

    private sealed class ByteByByte(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..1], cancellationToken);
    }
}
