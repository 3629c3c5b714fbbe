using NodeTasker.Controller.Watching;
using NodeTasker.Rollouts;

namespace NodeTasker.Controller.Tests.Watching;

public sealed class NodeFactsComparerTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly NodeFacts Node = new(
        "n1",
        "uid",
        new Dictionary<string, string> { ["role"] = "worker", ["zone"] = "a" },
        NodeReadiness.Ready,
        Time,
        Time
    );

    public static TheoryData<string, NodeFacts> Others =>
        new()
        {
            { "name", Node with { Name = "n2" } },
            { "uid", Node with { Uid = "another" } },
            { "readiness", Node with { Readiness = NodeReadiness.Unreachable } },
            { "readiness's time", Node with { ReadinessTime = null } },
            { "creation", Node with { CreationTime = Time.AddSeconds(1) } },
            {
                "a label's value",
                Node with
                {
                    Labels = new Dictionary<string, string> { ["role"] = "worker", ["zone"] = "b" },
                }
            },
            {
                "a label's key",
                Node with
                {
                    Labels = new Dictionary<string, string> { ["role"] = "worker", ["zones"] = "a" },
                }
            },
            { "one label less", Node with { Labels = new Dictionary<string, string> { ["role"] = "worker" } } },
        };

    [Fact]
    public void A_Node_that_was_written_again_with_the_same_facts_is_the_same()
    {
        var again = Node with
        {
            Labels = new Dictionary<string, string> { ["zone"] = "a", ["role"] = "worker" },
        };

        Assert.Equal(Node, again, new NodeFactsComparer());
        Assert.Equal(new NodeFactsComparer().GetHashCode(Node), new NodeFactsComparer().GetHashCode(again));
    }

    [Theory, MemberData(nameof(Others))]
    public void A_Node_that_differs_in_one_fact_is_another(string what, NodeFacts other) =>
        Assert.False(new NodeFactsComparer().Equals(Node, other), what);
}
