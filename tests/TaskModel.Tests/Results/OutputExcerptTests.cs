using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace NodeTasker.TaskModel.Tests;

public sealed partial class OutputExcerptTests
{
    [Theory]
    [InlineData("hello\n", "hello\n")]
    [InlineData("", "")]
    [InlineData("a\tb", "a\tb")]
    [InlineData("a\r\nb\rc", "a\nb\nc")]
    [InlineData("\u001b[31mred\u001b[0m\0\u007f\u0085", "\ufffd[31mred\ufffd[0m\ufffd\ufffd\ufffd")]
    [InlineData("grüße 😀", "grüße 😀")]
    public void Output_is_kept_but_for_what_a_terminal_would_act_on(string output, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(output);

        Assert.Equal(new OutputExcerpt(expected, IsTruncated: false), OutputExcerpt.Of(bytes, [], bytes.Length));
    }

    [Fact]
    public void What_is_no_UTF8_is_replaced() =>
        Assert.Equal("a\ufffd\ufffdb", OutputExcerpt.Of([(byte)'a', 0xff, 0xc3, (byte)'b'], [], 4).Text);

    [Fact]
    public void Bytes_between_head_and_tail_are_counted()
    {
        var excerpt = OutputExcerpt.Of("head"u8, "tail"u8, 123_464);

        Assert.Equal(
            new OutputExcerpt("head\n... 123,456 bytes left out, all of it is in the node's log ...\ntail", IsTruncated: true),
            excerpt
        );
    }

    [Fact]
    public void What_is_kept_of_the_rest_is_said_as_it_is() =>
        Assert.Equal(
            "head\n... 123,456 bytes left out, half of it is there ...\ntail",
            OutputExcerpt.Of("head"u8, "tail"u8, 123_464, kept: "half of it is there").Text
        );

    [Fact]
    public void A_character_across_head_and_tail_stays_whole_when_nothing_is_between()
    {
        var bytes = "a😀b"u8;

        Assert.Equal(new OutputExcerpt("a😀b", IsTruncated: false), OutputExcerpt.Of(bytes[..3], bytes[3..], bytes.Length));
    }

    [Fact]
    public void Half_characters_at_the_cut_are_left_out_and_counted()
    {
        var bytes = "a😀b"u8;

        var excerpt = OutputExcerpt.Of(bytes[..3], bytes[3..], 106);

        Assert.Equal("a\n... 104 bytes left out, all of it is in the node's log ...\nb", excerpt.Text);
    }

    [Fact]
    public void Text_that_grows_beyond_the_limit_loses_its_middle()
    {
        var output = new byte[1000];

        var excerpt = OutputExcerpt.Of(output, [], output.Length, limit: 1000);

        Assert.True(excerpt.IsTruncated);
        Assert.InRange(Encoding.UTF8.GetByteCount(excerpt.Text), 900, 1000);
        Assert.Equal(1000, excerpt.Text.Count(character => character == '\ufffd') + LeftOut(excerpt.Text));
    }

    [Fact]
    public void A_limit_too_small_for_the_count_leaves_the_head()
    {
        Assert.Equal(new OutputExcerpt("hel", IsTruncated: true), OutputExcerpt.Of("hello"u8, [], 5, limit: 3));
        Assert.Equal(new OutputExcerpt("", IsTruncated: true), OutputExcerpt.Of("hello"u8, [], 5, limit: 0));
        Assert.Equal(new OutputExcerpt("", IsTruncated: true), OutputExcerpt.Of("é"u8, [], 2, limit: 1));
    }

    [Fact]
    public void A_short_head_leaves_its_room_to_the_tail()
    {
        var tail = Encoding.UTF8.GetBytes(new string('t', 1000));

        var excerpt = OutputExcerpt.Of("h"u8, tail, 5000, limit: 1000);

        Assert.StartsWith("h\n... ", excerpt.Text, StringComparison.Ordinal);
        Assert.InRange(excerpt.Text.Count(character => character == 't'), 930, 1000);
    }

    [Fact]
    public void An_excerpt_is_valid_within_its_limit_and_counts_exactly() =>
        ForEvery.Value(
            from head in Output
            from tail in Output
            from gap in Gen.OneOf(Gen.Constant(0), Gen.Choose(1, 2_000_000))
            from limit in Gen.Choose(0, 300)
            select (head, tail, gap, limit),
            value =>
            {
                var (head, tail, gap, limit) = value;
                var total = head.Length + tail.Length + gap;

                var (text, isTruncated) = OutputExcerpt.Of(head, tail, total, limit);

                Assert.True(new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text) <= limit);
                Assert.DoesNotContain(text, character => char.IsControl(character) && character is not ('\n' or '\t'));
                if (!isTruncated)
                {
                    Assert.Equal(0, gap);
                    Assert.Equal(Rendered([.. head, .. tail]), text);
                }
                else if (Marker().Match(text) is { Success: true } marker)
                {
                    byte[] all = [.. head, .. new byte[gap], .. tail];
                    Assert.True(HasExactCount(all, text[..marker.Index], text[(marker.Index + marker.Length)..], LeftOut(text)));
                }
                else
                {
                    Assert.True(limit < 80);
                }
            },
            count: 1000
        );

    // Whether some start and end of the output render as these and are all but as many bytes as were said to be left out.
    private static bool HasExactCount(byte[] all, string head, string tail, long leftOut)
    {
        var kept = (int)(all.Length - leftOut);
        return Enumerable
            .Range(0, kept + 1)
            .Any(length => Rendered(all[..length]) == head && Rendered(all[(all.Length - (kept - length))..]) == tail);
    }

    private static long LeftOut(string text) =>
        long.Parse(Marker().Match(text).Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private static string Rendered(byte[] output)
    {
        var text = Encoding.UTF8.GetString(output).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return string.Concat(text.Select(character => char.IsControl(character) && character is not ('\n' or '\t') ? '\ufffd' : character));
    }

    private static Gen<byte[]> Output { get; } =
        Gen.Elements("a", "\n", "\r\n", "\r", "\t", "é", "€", "😀", "\0", "\u001b", "\u009b", "word ")
            .Select(Encoding.UTF8.GetBytes)
            .Or(Gen.Choose(0, 255).Select(value => new[] { (byte)value }))
            .ListOf()
            .Select(parts => parts.SelectMany(part => part).ToArray());

    [GeneratedRegex("\\n\\.\\.\\. ([0-9,]+) bytes left out, all of it is in the node's log \\.\\.\\.\\n")]
    private static partial Regex Marker();
}
