using NodeTasker.LocalCluster.Tables;

namespace NodeTasker.LocalCluster.Tests.Tables;

/// <summary>Ages as kubectl writes them.</summary>
public sealed class AgesTests
{
    [Theory]
    [InlineData(0, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(150, "2m30s")]
    [InlineData(600, "10m")]
    [InlineData(10_799, "179m")]
    [InlineData(10_800, "3h")]
    [InlineData(11_100, "3h5m")]
    [InlineData(28_800, "8h")]
    [InlineData(172_800, "2d")]
    [InlineData(187_200, "2d4h")]
    [InlineData(700_000, "8d")]
    [InlineData(63_072_000, "2y")]
    [InlineData(-10, "<invalid>")]
    public void An_age_is_short(long seconds, string expected) => Assert.Equal(expected, Ages.Format(TimeSpan.FromSeconds(seconds)));
}
