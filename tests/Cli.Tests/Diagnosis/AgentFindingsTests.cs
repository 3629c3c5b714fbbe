using System.Text.Json.Nodes;
using NodeTasker.Cli.Diagnosis;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Tests.Diagnosis;

public sealed class AgentFindingsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, string> Linux = new() { ["kubernetes.io/os"] = "linux" };

    [Fact]
    public void Ready_pods_on_all_nodes_are_fine() =>
        Assert.Equal(["Ok: ready on 2 of 2 nodes"], Find(Agents("a", "b") with { Pods = [Pod("a"), Pod("b")] }));

    [Fact]
    public void A_pod_that_runs_and_is_not_ready_is_an_error_whatever_its_node_reported_before() =>
        Assert.Equal(
            ["Error: not ready on b: tasks don't run there"],
            Find(Agents("a", "b") with { Pods = [Pod("a"), Pod("b", isReady: false)], Results = Heard("a", "b") })
        );

    [Fact]
    public void What_a_pods_container_waits_for_is_named_once_for_all_nodes() =>
        Assert.Equal(
            ["Error: ImagePullBackOff on [1-2]"],
            Find(Agents("1", "2", "3") with { Pods = [Pod("1", false, "ImagePullBackOff"), Pod("2", false, "ImagePullBackOff"), Pod("3")] })
        );

    [Fact]
    public void A_pod_that_goes_counts_for_nothing_beside_one_that_is_ready() =>
        Assert.Equal(["Ok: ready on 1 of 1 nodes"], Find(Agents("a") with { Pods = [Pod("a", isReady: false), Pod("a")] }));

    [Fact]
    public void A_pod_on_a_node_that_is_not_ready_is_no_finding_of_its_own()
    {
        var agents = Agents("a", "b");

        var findings = Find(
            agents with
            {
                Nodes = [agents.Nodes.First(), agents.Nodes.Last() with { Readiness = NodeReadiness.Unreachable }],
                Pods = [Pod("a"), Pod("b", isReady: false)],
            }
        );

        Assert.Equal(["Ok: ready on 1 of 2 nodes"], findings);
    }

    [Fact]
    public void A_node_that_the_DaemonSet_is_for_and_that_has_no_pod_is_an_error_whatever_it_reported_before() =>
        Assert.Equal(
            ["Error: no agent pod on b, last heard of 3h ago"],
            Find(Agents("a", "b") with { Pods = [Pod("a")], Placement = OnLinux, Results = Heard("a", "b") })
        );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_node_that_may_have_its_agent_as_a_service_is_a_warning_while_it_answers(bool isDaemonSetSeen)
    {
        var agents = Agents("a", "b") with
        {
            Pods = [Pod("a")],
            Placement = isDaemonSetSeen ? Of("""{"nodeSelector": {"role": "other"}}""") : null,
            Results = Heard("b"),
        };

        Assert.Equal(["Warning: no agent pod on b, last heard of 3h ago"], Find(agents));
        Assert.Equal(
            ["Error: no agent has answered the task on b, last heard of 3h ago"],
            Find(agents with { Unanswered = new HashSet<string> { "b" } })
        );
        Assert.Equal(["Error: no agent was heard of on b"], Find(agents with { Results = Heard() }));
    }

    [Fact]
    public void Without_pods_a_result_says_only_when_it_was_written()
    {
        var agents = Agents("a", "b") with
        {
            Results = new Dictionary<string, ResultFacts> { ["a"] = Result(TimeSpan.FromMinutes(5)), ["b"] = Result(TimeSpan.FromDays(3)) },
        };

        Assert.Equal(["Ok: no pods to be seen; results of a,b, last heard of 5m to 3d ago"], Find(agents));
        Assert.Equal(
            [
                "Error: no agent has answered the task on b, last heard of 3d ago",
                "Ok: no pods to be seen; results of a, last heard of 5m ago",
            ],
            Find(agents with { Unanswered = new HashSet<string> { "b" } })
        );
    }

    [Fact]
    public void Nothing_at_all_is_no_install()
    {
        var finding = Assert.Single(Agents("a", "b").At(Now));

        Assert.Equal((FindingLevel.Error, "no agent was heard of on any node"), (finding.Level, finding.Message));
        Assert.StartsWith("Install with ", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_DaemonSet_without_pods_is_an_install() =>
        Assert.Equal(["Error: no agent pod on a,b"], Find(Agents("a", "b") with { Pods = [], Placement = OnLinux }));

    /// <remarks>The manifest's nodeSelector selects it, and the affinity that bare metal asks for keeps the DaemonSet away.</remarks>
    [Theory]
    [InlineData("""{"matchExpressions": [{"key": "kubernetes.io/os", "operator": "NotIn", "values": ["linux"]}]}""")]
    [InlineData("""{"matchExpressions": [{"key": "bare-metal", "operator": "Exists"}]}""")]
    [InlineData("""{"matchExpressions": [{"key": "kubernetes.io/os", "operator": "DoesNotExist"}]}""")]
    [InlineData("""{"matchExpressions": [{"key": "generation", "operator": "Gt", "values": ["3"]}]}""")]
    [InlineData("""{"matchFields": [{"key": "metadata.name", "operator": "NotIn", "values": ["a", "b"]}]}""")]
    [InlineData("{}")]
    public void A_bare_metal_node_that_an_affinity_keeps_the_DaemonSet_from_is_no_error_while_it_answers(string term)
    {
        var placement = Of(
            $$$$"""
            {
              "nodeSelector": {"kubernetes.io/os": "linux"},
              "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [{{{{term}}}}]}}}
            }
            """
        );

        var findings = Find(Agents("a", "b") with { Pods = [Pod("a")], Placement = placement, Results = Heard("a", "b") });

        Assert.Equal(["Warning: no agent pod on b, last heard of 3h ago"], findings);
    }

    [Fact]
    public void A_node_that_one_term_of_the_affinity_allows_is_to_have_its_pod()
    {
        var placement = Of(
            """
            {
              "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
                {"matchExpressions": [{"key": "kubernetes.io/os", "operator": "In", "values": ["windows"]}]},
                {"matchExpressions": [{"key": "kubernetes.io/os", "operator": "In", "values": ["linux"]},
                                      {"key": "bare-metal", "operator": "DoesNotExist"}],
                 "matchFields": [{"key": "metadata.name", "operator": "In", "values": ["b"]}]}
              ]}}}
            }
            """
        );

        Assert.Equal(["Error: no agent pod on b"], Find(Agents("a", "b") with { Pods = [Pod("a")], Placement = placement }));
    }

    private static readonly PodPlacement OnLinux = Of("""{"nodeSelector": {"kubernetes.io/os": "linux"}}""");

    private static PodPlacement Of(string podSpec) => new(JsonNode.Parse(podSpec));

    private static IEnumerable<string> Find(AgentFindings agents) =>
        agents.At(Now).Select(finding => $"{finding.Level}: {finding.Message}");

    private static AgentFindings Agents(params string[] nodes) =>
        new(
            "node-tasker",
            [.. nodes.Select(name => new NodeFacts(name, $"uid-{name}", Linux, NodeReadiness.Ready, null, Now.AddDays(-9)))],
            Heard(),
            new HashSet<string>(),
            null,
            null
        );

    private static InstalledPod Pod(string node, bool isReady = true, string? trouble = null) => new(node, "0.1.0", isReady, trouble);

    private static Dictionary<string, ResultFacts> Heard(params string[] nodes) =>
        nodes.ToDictionary(node => node, _ => Result(TimeSpan.FromHours(3)));

    private static ResultFacts Result(TimeSpan age) =>
        new()
        {
            Run = new RunId("aaaaaaaaaaaa"),
            Phase = RunPhase.Succeeded,
            CompletionTime = Now - age,
        };
}
