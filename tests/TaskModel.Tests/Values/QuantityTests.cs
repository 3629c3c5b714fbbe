namespace NodeTasker.TaskModel.Tests;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("0", 0L)]
    [InlineData("100", 100L)]
    [InlineData("+1", 1L)]
    [InlineData("1Ki", 1024L)]
    [InlineData("1.5Gi", 1_610_612_736L)]
    [InlineData("128974848", 128_974_848L)]
    [InlineData("129e6", 129_000_000L)]
    [InlineData("129E6", 129_000_000L)]
    [InlineData("129M", 129_000_000L)]
    [InlineData("128974848000m", 128_974_848L)]
    [InlineData("123Mi", 128_974_848L)]
    [InlineData("1.G", 1_000_000_000L)]
    [InlineData(".5k", 500L)]
    [InlineData("2E", 2_000_000_000_000_000_000L)]
    [InlineData("1e-0", 1L)]
    [InlineData("7Ei", 8_070_450_532_247_928_832L)]
    public void Whole_quantities_are_exact(string text, long expected)
    {
        Assert.True(Quantity.TryParse(text, out var quantity, out var error), error);
        Assert.Equal(expected, quantity.Whole);
    }

    [Theory]
    [InlineData("500m", 500L)]
    [InlineData("2", 2000L)]
    [InlineData("0.1", 100L)]
    [InlineData("1u", 1L)]
    [InlineData("1.0001", 1001L)]
    [InlineData("1n", 1L)]
    public void Thousandths_are_rounded_up(string text, long expected)
    {
        Assert.True(Quantity.TryParse(text, out var quantity, out var error), error);
        Assert.Equal(expected, quantity.Milli);
    }

    [Theory]
    [InlineData("0.5")]
    [InlineData("100m")]
    [InlineData("8Ei")]
    [InlineData("1e30")]
    public void What_is_no_whole_number_in_range_has_no_whole_value(string text)
    {
        Assert.True(Quantity.TryParse(text, out var quantity, out var error), error);
        Assert.Null(quantity.Whole);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("-1", "it is negative")]
    [InlineData("Ki", "it does not begin with a number")]
    [InlineData(".", "it does not begin with a number")]
    [InlineData("1.2.3", "it does not begin with a number")]
    [InlineData("1 Gi", "' Gi' is no suffix of a quantity; they are n u m k M G T P E and Ki Mi Gi Ti Pi Ei")]
    [InlineData("1K", "'K' is no suffix of a quantity; they are n u m k M G T P E and Ki Mi Gi Ti Pi Ei; for 1000 write k, for 1024 Ki")]
    [InlineData("256MB", "'MB' is no suffix of a quantity; they are n u m k M G T P E and Ki Mi Gi Ti Pi Ei; write Mi")]
    [InlineData("1e", "'e' is no suffix of a quantity; they are n u m k M G T P E and Ki Mi Gi Ti Pi Ei")]
    [InlineData("1e9999999", "'e9999999' is no suffix of a quantity; they are n u m k M G T P E and Ki Mi Gi Ti Pi Ei")]
    public void What_is_no_quantity_is_refused_with_the_reason(string text, string expected)
    {
        Assert.False(Quantity.TryParse(text, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Any_text_is_a_quantity_or_has_an_error() =>
        ForEvery.Value(Gens.Text, text => Assert.NotEqual(Quantity.TryParse(text, out _, out var error), error.Length > 0));
}
