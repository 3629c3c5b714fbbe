using NodeTasker.HostAgent.Executing;

namespace NodeTasker.HostAgent.Tests.Executing;

public sealed class ProcessStatTests
{
    private const string Rest = " S 7 42 41 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 123456 1000 200";

    [Theory]
    [InlineData("sleep")]
    [InlineData("two words")]
    [InlineData("a) S 1 1 1")]
    [InlineData("((")]
    [InlineData("))")]
    [InlineData(")")]
    [InlineData("")]
    [InlineData("a\nb")]
    public void A_name_may_hold_any_character(string name) =>
        Assert.Equal(new ProcessStat(42, 'S', 7, 41, 123456), ProcessStat.Parse($"42 ({name}){Rest}"));

    [Theory]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("42 (sh")]
    [InlineData("42 (sh)")]
    [InlineData("42 (sh) S 7 42 41 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0")]
    [InlineData("(sh)" + Rest)]
    [InlineData("x (sh)" + Rest)]
    [InlineData("42 (sh) S x 42 41 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 123456")]
    [InlineData("42 (sh) S 7 42 41 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 -1")]
    [InlineData(")42 (")]
    public void What_is_no_whole_line_is_nothing(string line) => Assert.Null(ProcessStat.Parse(line));

    [Fact]
    public void This_process_is_read_as_it_is()
    {
        var stat = ProcessStat.Parse(File.ReadAllText("/proc/self/stat"))!;

        Assert.Equal(Environment.ProcessId, stat.Pid);
        Assert.Equal(stat, ProcessStat.Parse(File.ReadAllText($"/proc/{Environment.ProcessId}/stat"))! with { State = stat.State });
    }
}
