using System.Text.Json.Nodes;
using NodeTasker.Cli.Tests.Kit;
using NodeTasker.Testing;
using YamlDotNet.RepresentationModel;

namespace NodeTasker.Cli.Tests.Formats;

public sealed class DocumentedOutputTests
{
    [Fact(Timeout = 180_000)]
    public async Task Every_verbs_json_has_its_documented_shape_and_yaml_is_the_same()
    {
        await using var cluster = await CliCluster.StartWithAgentsAsync(ServerKind.LocalCluster, "worker-1", "worker-2");
        await AssertDocumentedAsync(cluster, "Status", "status");
        await AssertDocumentedAsync(cluster, "Run", "run", "--", "[ $NODE_TASKER_NODE = worker-1 ] && echo fine");
        await cluster.Api.PostAsync(
            CliCluster.ConfigMaps,
            JsonNode
                .Parse(
                    """{"metadata":{"name":"node-tasker-history"},"data":{"20261122T100405Z.0123456789ab":"{\"run\":\"0123456789ab\",\"setTime\":\"2026-11-22T10:04:05Z\",\"status\":\"Halted\",\"replaced\":true,\"desired\":2,\"pending\":0,\"running\":0,\"succeeded\":2,\"failed\":0,\"cancelled\":0,\"rejected\":0,\"unknown\":0,\"user\":\"alice\",\"options\":{\"timeout\":\"90s\"}}"}}"""
                )!
                .AsObject(),
            TestContext.Current.CancellationToken
        );

        await AssertDocumentedAsync(cluster, "Status", "status");
        await AssertDocumentedAsync(cluster, "Run", "status", "-w");
        await AssertDocumentedAsync(cluster, "Results", "results");
        await AssertDocumentedAsync(cluster, "Run", "rerun", "--failed");
        var history = await AssertDocumentedAsync(cluster, "History", "history");
        Assert.Contains(" Replaced ", (await cluster.RunAsync("history")).StandardOutput, StringComparison.Ordinal);
        await AssertDocumentedAsync(cluster, "Steering", "pause");
        await AssertDocumentedAsync(cluster, "Steering", "resume");
        await AssertDocumentedAsync(cluster, "Steering", "cancel");
        await AssertDocumentedAsync(cluster, "Doctor", "doctor");
        await AssertDocumentedAsync(cluster, "Version", "version");
        await AssertDocumentedAsync(cluster, "Run", "run", "--no-wait", "--replace", "--", "true");
        Assert.Equal(("alice", true), ((string?)history["runs"]![0]!["user"], (bool?)history["runs"]![0]!["replaced"]));
    }

    [Fact]
    public void The_schema_refuses_what_is_not_documented()
    {
        var document = JsonNode.Parse(
            """{"apiVersion":"cli.node-tasker.io/v1","kind":"Results","namespace":"n","task":"t","results":[{"node":"a","phase":"Done","exitcode":0}]}"""
        );

        var problems = Assert.Single(JsonSchema.OfOutputAlone.Validate(document));

        Assert.Contains("\"Done\" is none of", problems, StringComparison.Ordinal);
        Assert.Contains("exitcode is not documented", problems, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_validates_is_not_broken_by_a_member_that_is_added()
    {
        var document = JsonNode.Parse(
            """{"apiVersion":"cli.node-tasker.io/v1","kind":"Results","namespace":"n","task":"t","later":1,"results":[{"node":"a","phase":"Failed","later":{"a":1}}]}"""
        );

        Assert.Empty(JsonSchema.OfOutput.Validate(document));
    }

    [Fact(Timeout = 180_000)]
    public async Task Names_are_of_what_there_is_in_the_API()
    {
        await using var cluster = await CliCluster
            .StartWithAgentsAsync(ServerKind.LocalCluster, "worker-1")
            .WaitAsync(TestContext.Current.CancellationToken);
        string[] task = ["configmap/node-tasker"],
            result = ["configmap/node-tasker-results-worker-1"];

        Assert.Equal(task, await NamesAsync(cluster, "run", "--no-wait", "--", "true"));
        Assert.Equal(result, await NamesAsync(cluster, "status", "-w"));
        Assert.Equal(result, await NamesAsync(cluster, "rerun"));
        Assert.Equal(task, await NamesAsync(cluster, "rerun", "--no-wait"));
        Assert.Equal(result, await NamesAsync(cluster, "run", "--replace", "--", "true"));
        Assert.Equal(result, await NamesAsync(cluster, "results"));
        Assert.Equal(["node/worker-1"], await NamesAsync(cluster, "status"));
        foreach (var verb in (string[])["pause", "resume", "cancel"])
            Assert.Equal(task, await NamesAsync(cluster, verb));
        Assert.Equal(task, await NamesAsync(cluster, "run", "--dry-run=client", "--", "true"));
    }

    private static async Task<string[]> NamesAsync(CliCluster cluster, string verb, params string[] arguments) =>
        (await cluster.RunAsync([verb, "-o", "name", .. arguments])).Successful(verb).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<JsonNode> AssertDocumentedAsync(CliCluster cluster, string kind, params string[] arguments)
    {
        var dashes = Array.IndexOf(arguments, "--");
        var at = dashes < 0 ? arguments.Length : dashes;
        var outcome = await cluster.RunAsync([.. arguments[..at], "-o", "json", .. arguments[at..]]);
        var document = JsonNode.Parse(outcome.StandardOutput)!;
        Assert.Empty(JsonSchema.OfOutputAlone.Validate(document));
        Assert.Equal(kind, (string?)document["kind"]);

        if (arguments[0] is "status" or "results" or "version" or "history")
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader((await cluster.RunAsync([.. arguments, "-o", "yaml"])).StandardOutput));
            Assert.Equal(
                document.AsObject().Select(member => member.Key),
                ((YamlMappingNode)yaml.Documents[0].RootNode).Children.Keys.Select(key => ((YamlScalarNode)key).Value!)
            );
        }

        return document;
    }
}
