using NodeTasker.HostAgent.Executing;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Executing;

public sealed class RunRecordsTests : IDisposable
{
    private const string Stat = "42 (sh) S 7 42 41 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 123456 1000 200";
    private readonly TempDir _dir = new();

    private RunFolder Folder => new(_dir.Path);

    public void Dispose() => _dir.Dispose();

    [Theory]
    [InlineData("10.00 12.50 exited 0\n", 2.5, 0, null)]
    [InlineData("10.00 10.00 exited 255\n", 0, 255, null)]
    [InlineData("10.00 12.50 failed there is no user 'x' on this host\n", 2.5, null, "there is no user 'x' on this host")]
    public void An_exit_record_is_read(string text, double seconds, int? exitCode, string? failure)
    {
        _dir.Write("exit", text);

        Assert.Equal(new ExitRecord(TimeSpan.FromSeconds(seconds), exitCode, failure), ExitRecord.Read(Folder));
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
        => Assert.Equal(new RunOutcome.Exited(exitCode, signal) { Duration = TimeSpan.FromSeconds(1) }, new ExitRecord(TimeSpan.FromSeconds(1), exitCode, null).ToOutcome());

    [Fact]
    public void A_start_record_is_read()
    {
        _dir.Write("started", $"123.45 {Stat}\n");

        Assert.Equal(new StartRecord(TimeSpan.FromSeconds(123.45), new ProcessStat(42, 'S', 7, 41, 123456)), StartRecord.Read(Folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("revoked\n")]
    [InlineData("123.45\n")]
    [InlineData("123.45 " + Stat)]
    [InlineData("x " + Stat + "\n")]
    public void A_start_record_that_is_not_whole_is_none(string text)
    {
        _dir.Write("started", text);

        Assert.Null(StartRecord.Read(Folder));
    }

    [Fact]
    public void An_attempt_is_revoked_for_good_and_only_before_its_start()
    {
        var folder = RunFolder.Of(_dir.Path, "task", new RunId("0123456789ab"), 1);
        Assert.True(folder.TryRevoke());
        Directory.CreateDirectory(folder.Path);
        Assert.True(folder.TryRevoke());
        Assert.True(folder.TryRevoke());

        File.WriteAllText(folder.Started, $"123.45 {Stat}\n");
        Assert.False(folder.TryRevoke());
        File.WriteAllText(folder.Started, "");
        Assert.False(folder.TryRevoke());
    }
}
