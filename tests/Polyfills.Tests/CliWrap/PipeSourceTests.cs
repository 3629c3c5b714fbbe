using System.Text;
using CliWrap;
using CliWrap.Buffered;

namespace NodeTasker.Polyfills.Tests.CliWrap;

public sealed class PipeSourceTests
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task No_source_is_an_end_of_file_at_once()
    {
        var result = await Dummy.Run("cat").ExecuteBufferedAsync(Ended);

        Assert.Empty(result.StandardOutput);
    }

    [Fact(Timeout = 30_000)]
    public async Task Text_arrives()
    {
        var result = await Dummy.Run("cat").WithStandardInputPipe(PipeSource.FromString("größe\n🚀", Encoding.UTF8)).ExecuteBufferedAsync(Ended);

        Assert.Equal("größe\n🚀", result.StandardOutput);
    }

    [Fact(Timeout = 60_000)]
    public async Task Megabytes_go_through_a_process_and_back_unchanged()
    {
        var data = new byte[10_000_019];
        new Random(1).NextBytes(data);
        using var folder = new ScratchFolder();
        await File.WriteAllBytesAsync(folder["in"], data, Ended);
        PipeSource[] sources =
        [
            PipeSource.FromBytes(data),
            PipeSource.FromBytes(data.AsMemory()),
            PipeSource.FromStream(new MemoryStream(data)),
            PipeSource.FromStream(new MemoryStream(data), false),
            PipeSource.FromFile(folder["in"]),
            PipeSource.Create((stream, cancellationToken) => stream.WriteAsync(data, cancellationToken).AsTask()),
            PipeSource.Create(stream => stream.Write(data)),
            PipeSource.FromCommand(Cli.Wrap("/bin/cat").WithArguments([folder["in"]])),
        ];

        foreach (var source in sources)
        {
            using var output = new MemoryStream();
            await Cli.Wrap("/bin/cat").WithStandardInputPipe(source).WithStandardOutputPipe(PipeTarget.ToStream(output)).ExecuteAsync(Ended);
            Assert.True(output.ToArray().AsSpan().SequenceEqual(data));
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_process_may_end_without_reading_its_input()
    {
        var result = await Dummy.Run("exit", "0").WithStandardInputPipe(PipeSource.FromBytes(new byte[1_000_000])).ExecuteAsync(Ended);

        Assert.True(result.IsSuccess);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_source_that_never_ends_does_not_hold_back_the_result()
    {
        var never = new TaskCompletionSource();

        var result = await Dummy.Run("exit", "0").WithStandardInputPipe(PipeSource.Create((_, _) => never.Task)).ExecuteAsync(Ended);

        Assert.True(result.IsSuccess);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_source_command_ends_with_the_process_that_it_feeds()
    {
        var endless = Dummy.Shell("while :; do echo y; done");

        var result = await Dummy.Shell("head -n 2").WithStandardInputPipe(PipeSource.FromCommand(endless)).ExecuteBufferedAsync(Ended);

        Assert.Equal("y\ny\n", result.StandardOutput);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_error_of_the_source_is_reported()
    {
        var command = Dummy.Run("cat").WithStandardInputPipe(PipeSource.FromFile("/no/such/file"));

        await Assert.ThrowsAnyAsync<IOException>(async () => await command.ExecuteAsync(Ended));
    }
}
