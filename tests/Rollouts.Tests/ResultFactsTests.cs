using NodeTasker.Rollouts;

namespace NodeTasker.Rollouts.Tests;

public sealed class ResultFactsTests
{
    [Theory]
    [InlineData("NonZeroExit", "NonZeroExit")]
    [InlineData("E2", "E2")]
    [InlineData("", null)]
    [InlineData("a b", null)]
    [InlineData("age=1m", null)]
    [InlineData("2E", null)]
    [InlineData("Grün", null)]
    [InlineData("line\nbreak", null)]
    public void A_reason_is_a_word_or_left_out(string reason, string? expected)
    {
        var facts = Read(reason);

        Assert.Equal(expected, facts.Reason);
        Assert.Equal(RunPhase.Failed, facts.Phase);
    }

    [Fact]
    public void A_reason_is_no_longer_than_a_label()
    {
        Assert.Equal(63, Read(new string('a', 63)).Reason?.Length);
        Assert.Null(Read(new string('a', 64)).Reason);
        Assert.Null(Read(new string('a', 256 * 1024)).Reason);
    }

    [Fact]
    public void The_summary_reads_back_whatever_one_node_gives_as_its_reason() => ForEvery.Value(Gens.Text, reason =>
        {
            var scene = new RolloutScene().WithNode("n-1").WithNode("n-2").Succeeds("n-2");
            var summary = RolloutSummary.Of(scene.Has("n-1", Read(reason) with { Run = scene.Run }).Plan());

            Assert.True(SummaryCodec.TryDecode(SummaryCodec.Encode("node-tasker", summary, scene.Now).Data, out _, out var error), error);
        });

    private static ResultFacts Read(string reason)
    {
        var labels = new Dictionary<string, string> { [WellKnown.RunLabel] = "0123456789ab", [WellKnown.PhaseLabel] = "Failed" };
        Assert.True(ResultFacts.TryRead(labels, new Dictionary<string, string> { [WellKnown.ReasonAnnotation] = reason }, out var facts));
        return facts;
    }
}
