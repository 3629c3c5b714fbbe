using NodeTasker.Controller.Watching;
using NodeTasker.Rollouts;

namespace NodeTasker.Controller.Tests.Watching;

public sealed class NodeFactsComparerTests
{
    private static readonly DateTimeOffset _time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly NodeFacts _node = new(
        "n1",
        "uid",
        new Dictionary<string, string> { ["role"] = "worker", ["zone"] = "a" },
        NodeReadiness.Ready,
        _time,
        _time
    );

    public static TheoryData<string, NodeFacts> Others =>
        new()
        {
            { "name", _node with { Name = "n2" } },
            { "uid", _node with { Uid = "another" } },
            { "readiness", _node with { Readiness = NodeReadiness.Unreachable } },
            { "readiness's time", _node with { ReadinessTime = null } },
            { "creation", _node with { CreationTime = _time.AddSeconds(1) } },
            {
                "a label's value",
                _node with
                {
                    Labels = new Dictionary<string, string> { ["role"] = "worker", ["zone"] = "b" },
                }
            },
            {
                "a label's key",
                _node with
                {
                    Labels = new Dictionary<string, string> { ["role"] = "worker", ["zones"] = "a" },
                }
            },
            { "one label less", _node with { Labels = new Dictionary<string, string> { ["role"] = "worker" } } },
        };

    [Fact]
    public void A_Node_that_was_written_again_with_the_same_facts_is_the_same()
    {
        var again = _node with
        {
            Labels = new Dictionary<string, string> { ["zone"] = "a", ["role"] = "worker" },
        };

        Assert.Equal(_node, again, new NodeFactsComparer());
        Assert.Equal(new NodeFactsComparer().GetHashCode(_node), new NodeFactsComparer().GetHashCode(again));
    }

    [Theory, MemberData(nameof(Others))]
    public void A_Node_that_differs_in_one_fact_is_another(string what, NodeFacts other) =>
        Assert.False(new NodeFactsComparer().Equals(_node, other), what);
}
