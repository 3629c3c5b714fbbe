using NodeTasker.Cli.Views;

namespace NodeTasker.Cli.Tests.Views;

public sealed class NodeListTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("demo-1", "demo-1")]
    [InlineData("demo-1 demo-2 demo-3", "demo-[1-3]")]
    [InlineData("demo-3 demo-1 demo-2", "demo-[1-3]")]
    [InlineData("demo-1 demo-1", "demo-1")]
    [InlineData("k8s-worker-1 k8s-worker-2 k8s-worker-3 k8s-worker-7", "k8s-worker-[1-3,7]")]
    [InlineData("n1 n3 n5", "n[1,3,5]")]
    [InlineData("demo-9 demo-10 demo-11", "demo-[9-11]")]
    [InlineData("n08 n09 n10", "n[08-10]")]
    [InlineData("n9 n09 n10", "n[09,9-10]")]
    [InlineData("n09 n010", "n[09,010]")]
    [InlineData("master worker-1 worker-2", "master,worker-[1-2]")]
    [InlineData("a1 b1", "a1,b1")]
    [InlineData("a1 a2 b1 b2", "a[1-2],b[1-2]")]
    [InlineData("ip-10-0-0-1 ip-10-0-0-2 ip-10-0-0-3", "ip-10-0-0-[1-3]")]
    [InlineData("w1.ec2 w2.ec2 w3.ec2", "w[1-3].ec2")]
    [InlineData("rack1-node1 rack1-node2 rack2-node9", "rack1-node[1-2],rack2-node9")]
    [InlineData("12 13", "[12-13]")]
    [InlineData("id-123456789012345678901234 id-123456789012345678901235", "id-123456789012345678901234,id-123456789012345678901235")]
    public void Names_that_differ_in_a_number_are_folded(string names, string folded) =>
        Assert.Equal(folded, NodeList.Compress(names.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void A_thousand_nodes_are_a_short_word() =>
        Assert.Equal("worker-[1-1000]", NodeList.Compress(Enumerable.Range(1, 1000).Select(number => $"worker-{number}")));
}
