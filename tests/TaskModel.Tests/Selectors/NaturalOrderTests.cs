namespace NodeTasker.TaskModel.Tests;

public sealed class NaturalOrderTests
{
    [Theory]
    [InlineData("demo-2", "demo-10")]
    [InlineData("demo-9", "demo-10")]
    [InlineData("a", "b")]
    [InlineData("a", "a1")]
    [InlineData("a-2-z", "a-10-a")]
    [InlineData("n01", "n1")]
    [InlineData("n99999999999999999999998", "n99999999999999999999999")]
    [InlineData("", "a")]
    public void Names_are_ordered_as_people_count(string first, string second)
    {
        Assert.True(NaturalOrder.Instance.Compare(first, second) < 0);
        Assert.True(NaturalOrder.Instance.Compare(second, first) > 0);
        Assert.Equal(0, NaturalOrder.Instance.Compare(first, first));
    }
}
