using System.Text;
using NodeTasker.Cli.Results;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Tests.Results;

public sealed class OutputTailTests
{
    [Fact]
    public void What_is_there_at_first_is_new() => Assert.Equal("one\n", OutputTail.After(null, Of("one\n")));

    [Fact]
    public void What_was_shown_is_not_shown_again() => Assert.Equal("two\n", OutputTail.After(Of("one\n"), Of("one\ntwo\n")));

    [Fact]
    public void Another_run_begins_anew() =>
        Assert.Equal("one\nmore\n", OutputTail.After(Of("one\n"), Of("one\nmore\n") with { Attempt = 2 }));

    [Theory]
    [InlineData(40)]
    [InlineData(300)]
    [InlineData(1000)]
    public void An_excerpt_whose_tail_moves_on_gives_what_is_new(int between)
    {
        var all = string.Concat(Enumerable.Range(0, 2000).Select(line => $"line {line}\n"));
        var before = Excerpt(all, 5000);
        var now = Excerpt(all, 5000 + between);

        var news = OutputTail.After(before, now);

        var expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(all).AsSpan(5000, between));
        if (between <= 400)
            Assert.Equal(expected.TrimStart('\ufffd'), news);
        else
        {
            Assert.Contains(" bytes left out ...\n", news, StringComparison.Ordinal);
            Assert.EndsWith(expected[^100..], news, StringComparison.Ordinal);
        }
    }

    private static RunRecord Of(string output) =>
        Outcomes.Record("worker-1", RunPhase.Running, output) with
        {
            OutputBytes = Encoding.UTF8.GetByteCount(output),
        };

    private static RunRecord Excerpt(string all, int upTo)
    {
        var bytes = Encoding.UTF8.GetBytes(all).AsSpan(0, upTo);
        var excerpt = OutputExcerpt.Of(bytes[..500], bytes[^500..], upTo, 1000);
        return Of(excerpt.Text) with { OutputBytes = upTo, OutputTruncated = true };
    }
}
