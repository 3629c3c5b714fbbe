using System.ComponentModel;
using CliWrap;
using CliWrap.Buffered;
using CliWrap.Exceptions;

namespace NodeTasker.Polyfills.Tests.CliWrap;

public sealed class ExitTests
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task A_successful_command_has_a_result_with_its_times()
    {
        var before = TimeProvider.System.GetUtcNow();

        var result = await Dummy.Run("exit", "0").ExecuteAsync(Ended);

        Assert.Equal(0, result.ExitCode);
        Assert.True(result.IsSuccess);
        Assert.InRange(result.StartTime, before, result.ExitTime);
        Assert.Equal(result.ExitTime - result.StartTime, result.RunTime);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_non_zero_exit_code_is_an_exception_by_default()
    {
        var command = Dummy.Run("exit", "42");

        var exception = await Assert.ThrowsAsync<CommandExecutionException>(async () => await command.ExecuteAsync(Ended));

        Assert.Equal(42, exception.ExitCode);
        Assert.Same(command, exception.Command);
        Assert.Contains("42", exception.Message, StringComparison.Ordinal);
        Assert.Contains(Dummy.Script, exception.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("exit 3", 3)]
    [InlineData("exit 255", 255)]
    [InlineData("kill -TERM $$", 128 + 15)]
    [InlineData("kill -KILL $$", 128 + 9)]
    public async Task Without_validation_the_exit_code_is_a_value(string script, int exitCode)
    {
        var result = await Dummy.Shell(script).WithValidation(CommandResultValidation.None).ExecuteAsync(Ended);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.False(result.IsSuccess);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_buffered_failure_says_what_was_on_standard_error()
    {
        var exception = await Assert.ThrowsAsync<CommandExecutionException>(
            async () => await Dummy.Shell("echo out; echo why >&2; exit 7").ExecuteBufferedAsync(Ended));

        Assert.Equal(7, exception.ExitCode);
        Assert.Contains("why", exception.Message, StringComparison.Ordinal);
        Assert.Equal(7, Assert.IsType<CommandExecutionException>(exception.InnerException).ExitCode);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_buffered_result_keeps_both_streams_apart()
    {
        var (exitCode, output, error) = await Dummy.Shell("echo out; echo err >&2; exit 7")
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Ended);

        Assert.Equal((7, "out\n", "err\n"), (exitCode, output, error));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_buffered_command_still_writes_where_it_should()
    {
        var lines = new List<string>();

        var result = await Dummy.Shell("echo one; echo two")
            .WithStandardOutputPipe(PipeTarget.ToDelegate(lines.Add))
            .ExecuteBufferedAsync(Ended);

        Assert.Equal("one\ntwo\n", result.StandardOutput);
        Assert.Equal(["one", "two"], lines);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_process_id_is_known_at_once()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ended);

        var task = Dummy.Run("sleep", "60").ExecuteAsync(stop.Token);

        Assert.True(Dummy.IsAlive(task.ProcessId));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
    }

    [Theory]
    [InlineData("/no/such/program", "/")]
    [InlineData("no-such-program-on-the-path", "/")]
    [InlineData("/etc/passwd", "/")]
    [InlineData("/bin/sh", "/no/such/folder")]
    public void What_cannot_start_is_reported_at_once_and_by_name(string program, string folder)
    {
        var command = Cli.Wrap(program).WithWorkingDirectory(folder);

        var exception = Assert.Throws<Win32Exception>(() => { command.ExecuteAsync(Ended); });

        Assert.Contains(program, exception.Message, StringComparison.Ordinal);
        Assert.Contains(folder, exception.Message, StringComparison.Ordinal);
        Assert.NotEqual(0, exception.NativeErrorCode);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_process_that_could_not_be_configured_is_not_left_behind()
    {
        var pid = 0;
        var command = Dummy.Run("sleep", "60");

        Assert.Throws<InvalidDataException>(() =>
        {
            command.ExecuteAsync(
                null,
                process =>
                {
                    pid = process.Id;
                    throw new InvalidDataException();
                },
                Ended);
        });

        Assert.NotEqual(0, pid);
        await Dummy.WaitUntilGoneAsync(pid, Ended);
    }

    [Fact(Timeout = 60_000)]
    public async Task Many_commands_at_a_time_all_end()
    {
        var tasks = Enumerable.Range(0, 100)
            .Select(i => Dummy.Shell($"echo {i}; exit {i}").WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Ended).Task);

        var results = await Task.WhenAll(tasks);

        Assert.Equal(Enumerable.Range(0, 100), results.Select(result => result.ExitCode));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}\n"), results.Select(result => result.StandardOutput));
    }
}
