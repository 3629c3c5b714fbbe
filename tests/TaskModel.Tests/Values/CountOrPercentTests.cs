namespace NodeTasker.TaskModel.Tests;

public sealed class CountOrPercentTests
{
    [Theory]
    [InlineData("0", 0, false)]
    [InlineData("5", 5, false)]
    [InlineData("10%", 10, true)]
    [InlineData("100%", 100, true)]
    [InlineData("5000", 5000, false)]
    public void Numbers_and_percentages_are_read_and_written(string text, int value, bool isPercent)
    {
        Assert.True(CountOrPercent.TryParse(text, out var parsed, out var error), error);
        Assert.Equal(new CountOrPercent(value, isPercent), parsed);
        Assert.Equal(text, parsed.ToString());
    }

    [Theory]
    [InlineData("", "it is neither a whole number nor a percentage")]
    [InlineData("%", "it is neither a whole number nor a percentage")]
    [InlineData("-1", "it is neither a whole number nor a percentage")]
    [InlineData("1.5%", "it is neither a whole number nor a percentage")]
    [InlineData(" 1", "it is neither a whole number nor a percentage")]
    [InlineData("1 %", "it is neither a whole number nor a percentage")]
    [InlineData("99999999999", "it is neither a whole number nor a percentage")]
    [InlineData("101%", "it is more than 100%")]
    public void Anything_else_is_refused_with_the_reason(string text, string expected)
    {
        Assert.False(CountOrPercent.TryParse(text, out _, out var error));
        Assert.Equal(expected, error);
    }
}
