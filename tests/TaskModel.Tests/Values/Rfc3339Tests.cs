using System.Globalization;

namespace NodeTasker.TaskModel.Tests;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2026-11-22T10:04:05Z", "2026-11-22T10:04:05Z")]
    [InlineData("2026-11-22t10:04:05z", "2026-11-22T10:04:05Z")]
    [InlineData("2026-11-22T10:04:05.1Z", "2026-11-22T10:04:05.100Z")]
    [InlineData("2026-11-22T10:04:05.123456789Z", "2026-11-22T10:04:05.123Z")]
    [InlineData("2026-11-22T10:04:05+02:00", "2026-11-22T08:04:05Z")]
    [InlineData("2026-11-22T23:04:05-02:00", "2026-11-23T01:04:05Z")]
    public void Times_are_read_with_any_offset_and_written_in_UTC(string text, string expected)
    {
        Assert.True(Rfc3339.TryParse(text, out var time, out var error), error);
        Assert.Equal(TimeSpan.Zero, time.Offset);
        Assert.Equal(expected, Rfc3339.Format(time));
    }

    [Theory]
    [InlineData("", "it is no RFC 3339 time")]
    [InlineData("tomorrow", "it is no RFC 3339 time")]
    [InlineData("2026-11-22", "it has no offset; end it with Z or, say, +02:00")]
    [InlineData("2026-11-22 10:04:05", "it has no offset; end it with Z or, say, +02:00")]
    [InlineData("2026-11-22T10:04Z", "it is no RFC 3339 time")]
    [InlineData("2026-13-22T10:04:05Z", "there is no such time")]
    [InlineData("2026-11-22T10:04:60Z", "there is no such time")]
    [InlineData("2026-11-22T10:04:05+99:00", "there is no such time")]
    [InlineData("0001-01-01T00:00:00+14:00", "there is no such time")]
    [InlineData("9999-12-31T23:59:59-14:00", "there is no such time")]
    public void What_is_no_time_is_refused_with_the_reason(string text, string expected)
    {
        Assert.False(Rfc3339.TryParse(text, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void A_fraction_is_cut_not_rounded() =>
        Assert.Equal(
            "2026-11-22T10:04:05.999Z",
            Rfc3339.Format(DateTimeOffset.Parse("2026-11-22T10:04:05.9999999Z", CultureInfo.InvariantCulture))
        );
}
