using NodeTasker.HostAgent.Executing;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Executing;

public sealed class RunRecordsTests : IDisposable
{
    private readonly TempDir _dir = new();

    private RunFolder Folder => new(_dir.Path);

    public void Dispose() => _dir.Dispose();

    [Theory]
    [InlineData("10.00 12.50 exited 0\n", 2.5, 0)]
    [InlineData("10.00 10.00 exited 255\n", 0, 255)]
    [InlineData("10.00 12.50 unit success exited 0\n", 2.5, 0)]
    [InlineData("10.00 12.50 unit exit-code exited 3\n", 2.5, 3)]
    public void An_exit_record_is_read(string text, double seconds, int exitCode)
    {
        _dir.Write("exit", text);

        Assert.Equal(new RunOutcome.Exited(exitCode, null) { Duration = TimeSpan.FromSeconds(seconds) }, ExitRecord.Read(Folder)?.Outcome);
    }

    [Fact]
    public void An_exit_record_of_a_script_that_did_not_start_says_why()
    {
        _dir.Write("exit", "10.00 12.50 failed there is no user 'x' on this host\n");

        Assert.Equal(
            new RunOutcome.NotStarted("there is no user 'x' on this host") { Duration = TimeSpan.FromSeconds(2.5) },
            ExitRecord.Read(Folder)?.Outcome
        );
    }

    [Theory]
    [InlineData("timeout killed TERM", 15, true, false)]
    [InlineData("timeout killed KILL", 9, true, false)]
    [InlineData("oom-kill killed KILL", 9, false, true)]
    [InlineData("core-dump dumped SEGV", 11, false, false)]
    [InlineData("signal killed USR1", 10, false, false)]
    public void The_exit_record_of_a_unit_says_what_systemd_knows(string record, int signal, bool timedOut, bool outOfMemory)
    {
        _dir.Write("exit", $"10.00 12.50 unit {record}\n");

        Assert.Equal(
            new RunOutcome.Exited(128 + signal, signal)
            {
                Duration = TimeSpan.FromSeconds(2.5),
                TimedOut = timedOut,
                OutOfMemory = outOfMemory,
            },
            ExitRecord.Read(Folder)?.Outcome
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("10.00 12.50 exited 0")]
    [InlineData("10.00 12.50 exited\n")]
    [InlineData("10.00 12.50 exited x\n")]
    [InlineData("10.00 12.50 exited -1\n")]
    [InlineData("10.00 12.50 vanished 0\n")]
    [InlineData("x 12.50 exited 0\n")]
    [InlineData("NaN 12.50 exited 0\n")]
    [InlineData("1e300 12.50 exited 0\n")]
    [InlineData("99999999999999 12.50 exited 0\n")]
    public void An_exit_record_that_is_not_whole_is_none(string text)
    {
        _dir.Write("exit", text);

        Assert.Null(ExitRecord.Read(Folder));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(127, null)]
    [InlineData(128, null)]
    [InlineData(129, 1)]
    [InlineData(143, 15)]
    [InlineData(192, 64)]
    [InlineData(193, null)]
    [InlineData(255, null)]
    public void An_exit_code_above_128_is_a_signal_where_there_is_one_of_that_number(int exitCode, int? signal)
    {
        _dir.Write("exit", $"10.00 11.00 exited {exitCode}\n");

        Assert.Equal(new RunOutcome.Exited(exitCode, signal) { Duration = TimeSpan.FromSeconds(1) }, ExitRecord.Read(Folder)?.Outcome);
    }

    [Fact]
    public void A_start_record_is_read()
    {
        _dir.Write("started", $"123.45 42\n");

        Assert.Equal(new StartRecord(TimeSpan.FromSeconds(123.45), 42), StartRecord.Read(Folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("revoked\n")]
    [InlineData("123.45\n")]
    [InlineData("123.45 42")]
    [InlineData("x 42\n")]
    public void A_start_record_that_is_not_whole_is_none(string text)
    {
        _dir.Write("started", text);

        Assert.Null(StartRecord.Read(Folder));
    }

    [Fact]
    public void An_attempt_is_revoked_for_good_and_only_before_its_start()
    {
        var folder = RunFolder.Of(_dir.Path, "task", new RunId("0123456789ab"), 1);
        Assert.False(folder.TryRevoke(), "a folder that is gone tells nothing of what happened in it");
        Directory.CreateDirectory(folder.Path);
        Assert.True(folder.TryRevoke());
        Assert.True(folder.TryRevoke());

        File.WriteAllText(folder.Started, $"123.45 42\n");
        Assert.False(folder.TryRevoke());
        File.WriteAllText(folder.Started, "");
        Assert.False(folder.TryRevoke());
    }
}
