using NodeTasker.Rollouts;

namespace NodeTasker.Rollouts.Tests;

public sealed class CoarseAgeTests
{
    private static readonly DateTimeOffset Since = RolloutScene.Start;

    [Theory]
    [InlineData(-5, "")]
    [InlineData(9, "")]
    [InlineData(10, "10s")]
    [InlineData(29, "20s")]
    [InlineData(59, "30s")]
    [InlineData(60, "1m")]
    [InlineData(299, "2m")]
    [InlineData(3_599, "30m")]
    [InlineData(21_599, "2h")]
    [InlineData(86_399, "12h")]
    [InlineData(86_400 * 6, "2d")]
    [InlineData(86_400 * 7, "7d")]
    [InlineData(86_400 * 364, "180d")]
    [InlineData(86_400 * 365, "365d")]
    [InlineData(86_400 * 365 * 3, "1095d")]
    public void An_age_is_rounded_down_to_a_step(int seconds, string expected) =>
        Assert.Equal(expected, CoarseAge.Of(Since, Since.AddSeconds(seconds)));

    [Fact]
    public void The_next_step_is_when_the_text_becomes_another()
    {
        var now = Since;
        for (var step = 0; step < 30; step++)
        {
            var next = CoarseAge.Next(Since, now);

            Assert.True(next > now);
            Assert.Equal(CoarseAge.Of(Since, now), CoarseAge.Of(Since, next.AddTicks(-1)));
            Assert.NotEqual(CoarseAge.Of(Since, now), CoarseAge.Of(Since, next));
            Assert.True(CoarseAge.TryParse(CoarseAge.Of(Since, next), out var age));
            Assert.Equal(next - Since, age);
            now = next;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("3m ")]
    [InlineData("-7d")]
    [InlineData("d")]
    [InlineData("99999999999d")]
    public void What_is_no_step_is_refused(string text) => Assert.False(CoarseAge.TryParse(text, out _));
}
