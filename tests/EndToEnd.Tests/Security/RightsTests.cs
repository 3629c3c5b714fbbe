using System.Net;
using System.Text.Json.Nodes;
using NodeTasker.EndToEnd.Tests.Deploy;

namespace NodeTasker.EndToEnd.Tests.Security;

/// <summary>Who may do what, asked of the API server itself: each cell of the table in docs/security.md.</summary>
public sealed class RightsTests(SecuredCluster cluster) : IClassFixture<SecuredCluster>
{
    public static TheoryData<string, string> Cells()
    {
        var cells = new TheoryData<string, string>();
        foreach (var (who, what) in RightsTable.Documented.Keys)
            cells.Add(who, what);
        return cells;
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Cells))]
    public async Task A_cell_of_the_table_is_what_the_API_server_says(string who, string what)
    {
        Assert.SkipUnless(cluster.Unavailable is null, cluster.Unavailable ?? "");

        var allowed = await AllowedAsync(who, what).WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(RightsTable.Documented[(who, what)], allowed);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_table_has_everybody_and_everything()
    {
        Assert.SkipUnless(cluster.Unavailable is null, cluster.Unavailable ?? "");
        var who = cluster.Principals.Keys.ToList();
        var what = Target.All.Select(target => target.Title).ToList();

        var answers = new Dictionary<(string, string), string>();
        foreach (var name in who)
        {
            foreach (var title in what)
                answers[(name, title)] = await AllowedAsync(name, title).WaitAsync(TestContext.Current.CancellationToken);
        }

        var table = RightsTable.Render(who, what, (name, title) => answers[(name, title)]);
        TestContext.Current.TestOutputHelper?.WriteLine(table);
        Assert.Equal(RightsTable.Render(who, what, (name, title) => RightsTable.Documented.GetValueOrDefault((name, title), "?")), table);
    }

    public static TheoryData<string> Connections()
    {
        var pod = TestObjects.PodOf(SecuredCluster.NodeA);
        return
        [
            $"pods/{pod}/exec?command=sh&stdin=true&stdout=true",
            $"pods/{pod}/attach?stdout=true",
            $"pods/{pod}/portforward?ports=1",
            $"pods/{pod}/proxy",
            $"pods/https:{pod}:10250/proxy/pods",
            "services/any/proxy",
            "services/https:any:443/proxy/",
        ];
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Connections))]
    public async Task Edit_in_the_namespace_is_no_way_into_an_agents_pod_nor_to_its_node(string connect)
    {
        Assert.SkipUnless(cluster.Unavailable is null, cluster.Unavailable ?? "");

        var path = $"api/v1/namespaces/{SecuredCluster.Namespace}/{connect}";
        var (status, message) = await cluster.SendAsync(
            cluster.Principals["`edit`"],
            HttpMethod.Post,
            path,
            null,
            "",
            TestContext.Current.CancellationToken
        );

        Assert.SkipWhen(
            status == HttpStatusCode.NotFound && message.Contains("could not find the requested resource", StringComparison.Ordinal),
            "This API server has no connections into pods."
        );
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("node-tasker-workloads", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_policy_on_workloads_names_every_way_into_a_pod()
    {
        var policies = File.ReadAllText(RbacApiServer.Manifest).Split("\n---\n");

        var policy = Assert.Single(policies, document =>
            document.Contains("kind: ValidatingAdmissionPolicy\n", StringComparison.Ordinal)
            && document.Contains("  name: node-tasker-workloads\n", StringComparison.Ordinal)
        );

        Assert.All(
            [
                "pods/exec",
                "pods/attach",
                "pods/portforward",
                "pods/proxy",
                "services/proxy",
                "pods/ephemeralcontainers",
                "serviceaccounts/token",
                "daemonsets",
                "deployments",
                "jobs",
                "cronjobs",
            ],
            resource => Assert.Contains(resource, policy, StringComparison.Ordinal)
        );
        Assert.Contains("operations: [CONNECT]", policy, StringComparison.Ordinal);
    }

    private Task<string> AllowedAsync(string who, string what) =>
        cluster.Answers.GetOrAdd((who, what), _ => AskAsync(who, Target.All.Single(target => target.Title == what)));

    private async Task<string> AskAsync(string who, Target target)
    {
        var allowed = new List<string>();
        var (found, current) = await cluster.SendAsync(
            Principal.Admin,
            HttpMethod.Get,
            target.Path,
            null,
            "",
            TestContext.Current.CancellationToken
        );
        foreach (var verb in target.Verbs.Split(' '))
        {
            var (method, path, body, contentType) = target.Request(verb, found == HttpStatusCode.OK ? JsonNode.Parse(current) : null);
            var (status, message) = await cluster.SendAsync(
                cluster.Principals[who],
                method,
                path,
                body,
                contentType,
                TestContext.Current.CancellationToken
            );
            // What exists already can't be created, which is said after it was allowed.
            if ((int)status is >= 200 and < 300 || (verb == "create" && status == HttpStatusCode.Conflict))
                allowed.Add(verb);
            else
                Assert.True(status == HttpStatusCode.Forbidden, $"{who}: {verb} {target.Title}: {(int)status} {message}");
        }

        return allowed.Count == 0 ? RightsTable.Nothing : string.Join(' ', allowed);
    }
}
