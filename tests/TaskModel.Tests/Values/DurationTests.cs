using FsCheck.Fluent;

namespace NodeTasker.TaskModel.Tests;

public sealed class DurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    [InlineData("90s", 90_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("30m1h", 5_400_000)]
    [InlineData("1.204s", 1_204)]
    [InlineData("+5s", 5_000)]
    [InlineData(".5s", 500)]
    [InlineData("5.s", 5_000)]
    [InlineData("250ms", 250)]
    [InlineData("1000us", 1)]
    [InlineData("1000µs", 1)]
    [InlineData("1000μs", 1)]
    [InlineData("1000000ns", 1)]
    [InlineData("39h9m14.425s", 140_954_425)]
    [InlineData("0.100000000000000000000s", 100)]
    [InlineData("2540400h10m10s", 9_145_440_610_000)]
    public void Durations_are_read_as_Go_reads_them(string text, long milliseconds)
    {
        var isGood = Duration.TryParse(text, out var value, out var error);

        Assert.True(isGood, error);
        Assert.Equal(milliseconds, value.TotalMilliseconds);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("+", "it is empty")]
    [InlineData("-5s", "it is negative")]
    [InlineData("3", "there is no unit after '3'")]
    [InlineData("1h30", "there is no unit after '30'")]
    [InlineData("s", "there is no number at 's'")]
    [InlineData(".s", "there is no number at '.s'")]
    [InlineData("90x", "'x' is no unit; the units are ns, us, ms, s, m and h")]
    [InlineData("1d", "'d' is no unit; the units are ns, us, ms, s, m and h")]
    [InlineData("1h 30m", "'h ' is no unit; the units are ns, us, ms, s, m and h")]
    [InlineData("1h\n", "'h\\n' is no unit; the units are ns, us, ms, s, m and h")]
    [InlineData("9223372036854775808ns", "it is too long")]
    [InlineData("99999999999999999999999999h", "it is too long")]
    public void What_is_no_duration_is_refused_with_the_reason(string text, string expected)
    {
        Assert.False(Duration.TryParse(text, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Only_zero_becomes_zero()
    {
        Assert.True(Duration.TryParse("1ns", out var value, out _));
        Assert.Equal(TimeSpan.FromTicks(1), value);
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(204, "204ms")]
    [InlineData(1_000, "1s")]
    [InlineData(1_204, "1.204s")]
    [InlineData(1_500, "1.5s")]
    [InlineData(60_000, "1m0s")]
    [InlineData(5_400_000, "1h30m0s")]
    [InlineData(90_061_001, "25h1m1.001s")]
    [InlineData(-1_500, "-1.5s")]
    public void Durations_are_written_as_Go_writes_them(long milliseconds, string expected) =>
        Assert.Equal(expected, Duration.Format(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void A_duration_is_written_to_the_nearest_millisecond()
    {
        Assert.Equal("1.205s", Duration.Format(TimeSpan.FromTicks(12_045_000)));
        Assert.Equal("0s", Duration.Format(TimeSpan.FromTicks(4_999)));
        Assert.StartsWith("256204778h", Duration.Format(TimeSpan.MaxValue), StringComparison.Ordinal);
        Assert.StartsWith("-256204778h", Duration.Format(TimeSpan.MinValue), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_written_reads_back_the_same() =>
        ForEvery.Value(
            from days in Gen.Choose(0, 100_000)
            from milliseconds in Gen.Choose(0, 86_399_999)
            select TimeSpan.FromDays(days) + TimeSpan.FromMilliseconds(milliseconds),
            duration =>
            {
                Assert.True(Duration.TryParse(Duration.Format(duration), out var back, out var error), error);
                Assert.Equal(duration, back);
            }
        );

    [Fact]
    public void Any_text_is_a_duration_or_has_an_error() =>
        ForEvery.Value(Gens.Text, text => Assert.NotEqual(Duration.TryParse(text, out _, out var error), error.Length > 0));
}
