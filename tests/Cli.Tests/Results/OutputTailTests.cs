using System.Globalization;
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

    public static TheoryData<string> Kinds =>
        new(
            "line {0}\n",
            "line {0}\r\n",
            "Zeile {0} für 🚀\n",
            "binary \\ {0} \\\\\n",
            "plain {0}\nnot so \\ plain {0}\r\n\x1b[1m bold {0}\r",
            "{0} ... 12 bytes left out, all of it is in the node's log ...\n\n... 12 bytes left out, all of it is in the node's log ...\n"
        );

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Whatever_is_written_none_of_it_is_lost_or_shown_twice(string kind)
    {
        // A backslash stands for a byte that is no text.
        byte[][] pieces =
        [
            .. Enumerable
                .Range(100, 300)
                .Select(line => Bytes(string.Format(CultureInfo.InvariantCulture, kind, line).Replace('\\', '\u00ff'))),
        ];
        var all = pieces.SelectMany(piece => piece).ToArray();
        var (from, step) = (0, 1);
        RunRecord? before = null;
        for (var piece = 0; piece < pieces.Length; piece += step, step = piece % 3 + 1)
        {
            var to = from + pieces.Skip(piece).Take(step).Sum(bytes => bytes.Length);
            var now = Excerpt(all.AsSpan(0, to));

            var news = OutputTail.After(before, now);

            if (before is not null)
                Assert.Equal(OutputExcerpt.Of(all.AsSpan(from, to - from), [], to - from).Text, news);
            (before, from) = (now, to);
        }
    }

    [Fact]
    public void The_rest_of_a_line_end_is_no_line() =>
        Assert.Equal("two\n", OutputTail.After(Excerpt("one\r"u8), Excerpt("one\r\ntwo\r\n"u8)));

    [Fact]
    public void A_character_that_was_only_half_there_is_shown_when_it_is_whole() =>
        Assert.Equal("🚀 two", OutputTail.After(Excerpt("one 🚀"u8[..6]), Excerpt("one 🚀 two"u8)));

    [Fact]
    public void What_cannot_be_told_apart_is_said_to_be_repeated_and_not_lost()
    {
        var before = string.Concat(Enumerable.Repeat("same\nsame\r\n", 400));

        var news = OutputTail.After(Excerpt(Bytes(before)), Excerpt(Bytes($"{before}same\nsame\r\nsame\n")));

        Assert.EndsWith("same\nsame\nsame\n", news, StringComparison.Ordinal);
        Assert.True(
            news == "same\nsame\nsame\n" || news.StartsWith("\n... what follows may be repeated ...\n", StringComparison.Ordinal),
            news
        );
    }

    private static byte[] Bytes(string text) =>
        [.. text.EnumerateRunes().SelectMany(rune => rune.Value == 0xff ? [0xff] : Encoding.UTF8.GetBytes(rune.ToString()))];

    private static RunRecord Excerpt(ReadOnlySpan<byte> bytes)
    {
        const int Half = 1000;
        var excerpt =
            bytes.Length <= 2 * Half
                ? OutputExcerpt.Of(bytes, [], bytes.Length, 2 * Half)
                : OutputExcerpt.Of(bytes[..Half], bytes[^Half..], bytes.Length, 2 * Half);
        return Of(excerpt.Text) with { OutputBytes = bytes.Length, OutputTruncated = excerpt.IsTruncated };
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
