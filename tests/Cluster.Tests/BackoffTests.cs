using NodeTasker.Testing;

namespace NodeTasker.Cluster.Tests;

public sealed class BackoffTests
{
    [Fact]
    public void Its_limit_doubles_from_one_second_to_sixty_and_begins_anew_after_a_success()
    {
        var backoff = new Backoff(new FakeTimeProvider(), new Most());

        var waits = Enumerable.Range(0, 9).Select(_ => backoff.Next().TotalSeconds).ToList();
        backoff.Reset();

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], waits);
        Assert.Equal(1, backoff.Next().TotalSeconds);
    }

    [Fact]
    public void It_waits_any_time_up_to_its_limit()
    {
        var backoff = new Backoff(new FakeTimeProvider(), new Random(1));
        for (var i = 0; i < 10; i++)
            backoff.Next();

        var waits = Enumerable.Range(0, 1000).Select(_ => backoff.Next().TotalSeconds).ToList();

        Assert.All(waits, wait => Assert.InRange(wait, 0, 60));
        Assert.InRange(waits.Min(), 0, 3);
        Assert.InRange(waits.Max(), 57, 60);
    }

    private sealed class Most : Random
    {
        public override double NextDouble() => 1;
    }
}
