using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Signing;

namespace NodeTasker.EndToEnd.Tests;

/// <summary>An agent with trusted keys, with keys and signatures of the real openssl.</summary>
public sealed class SignedTaskTests(SharedServers servers, ITestOutputHelper output) : EndToEndTest(servers, output)
{
    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task Only_what_a_trusted_key_has_signed_runs(ServerKind kind)
    {
        var (cluster, agent) = await TrustingAgentAsync(kind, "--audience", "prod");
        var node = agent.Settings.NodeName;

        await cluster.SetTaskAsync(cluster.MarkingScript("unsigned"), TestContext.Current.CancellationToken);
        var unsigned = await RejectedAsync(cluster, node, "Unsigned");
        Assert.Contains("only tasks signed by the key release run here", unsigned.Message, StringComparison.Ordinal);
        Assert.Equal("Unsigned", (string?)unsigned.Metadata["annotations"]?[WellKnown.ReasonAnnotation]);

        var signed = await SignedAsync(cluster, "release", ("task", cluster.MarkingScript("signed")), ("audience", "prod"), ("env.A", "1"));
        var tampered = (JsonObject)signed.DeepClone();
        tampered["env.A"] = "2";
        await cluster.SetTaskAsync(tampered, TestContext.Current.CancellationToken);
        await RejectedAsync(cluster, node, "BadSignature");

        await cluster.SetTaskAsync((JsonObject)signed.DeepClone(), TestContext.Current.CancellationToken);
        Assert.Equal("release", (await cluster.WaitForSuccessAsync(node, "signed", TestContext.Current.CancellationToken))["signedBy"]);

        await cluster.SetTaskAsync(
            await SignedAsync(cluster, "release", ("task", cluster.MarkingScript("others")), ("audience", "test")),
            TestContext.Current.CancellationToken
        );
        await RejectedAsync(cluster, node, "WrongAudience");
        await cluster.SetTaskAsync(
            await SignedAsync(cluster, "release", ("task", cluster.MarkingScript("late")), ("notAfter", "2020-01-01T00:00:00Z")),
            TestContext.Current.CancellationToken
        );
        await RejectedAsync(cluster, node, "NotAfter");
        await cluster.SetTaskAsync(
            await SignedAsync(cluster, "stranger", ("task", cluster.MarkingScript("stranger"))),
            TestContext.Current.CancellationToken
        );
        await RejectedAsync(cluster, node, "BadSignature");

        await cluster.SetTaskAsync(
            await SignedAsync(cluster, "release", ("task", cluster.MarkingScript("last"))),
            TestContext.Current.CancellationToken
        );
        await cluster.WaitForSuccessAsync(node, "last", TestContext.Current.CancellationToken);
        Assert.Equal(["signed", "last"], await File.ReadAllLinesAsync(cluster.Marks, TestContext.Current.CancellationToken));
        Assert.Contains("rejected: The task has no signature", agent.Log, StringComparison.Ordinal);
    }

    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task Keys_are_rotated_without_a_restart_and_a_restart_keeps_who_signed(ServerKind kind)
    {
        var (cluster, agent) = await TrustingAgentAsync(kind);
        var node = agent.Settings.NodeName;
        var first = await SignedAsync(cluster, "release", ("task", cluster.MarkingScript("first")));
        await cluster.SetTaskAsync((JsonObject)first.DeepClone(), TestContext.Current.CancellationToken);
        await cluster.WaitForSuccessAsync(node, "first", TestContext.Current.CancellationToken);

        File.Move(cluster.PathOf("stranger.pub"), cluster.PathOf("keys/next.pub"));
        File.Delete(cluster.PathOf("keys/release.pub"));
        await cluster.SetTaskAsync(
            await SignedAsync(cluster, "stranger", ("task", cluster.MarkingScript("second"))),
            TestContext.Current.CancellationToken
        );
        var second = await cluster.WaitForSuccessAsync(node, "second", TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(
            await SignedAsync(cluster, "release", ("task", cluster.MarkingScript("third"))),
            TestContext.Current.CancellationToken
        );
        await RejectedAsync(cluster, node, "BadSignature");
        Assert.Equal("next", second["signedBy"]);

        // The result is gone, and only the journal can say what it said.
        await cluster.Api.DeleteAsync($"{cluster.ConfigMaps}/node-tasker-results-{node}", TestContext.Current.CancellationToken);
        await agent.StopAsync(TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(
            await SignedAsync(cluster, "stranger", ("task", cluster.MarkingScript("second"))),
            TestContext.Current.CancellationToken
        );
        await agent.StartAgainAsync();
        Assert.Equal("next", (await cluster.WaitForSuccessAsync(node, "second", TestContext.Current.CancellationToken))["signedBy"]);
        Assert.Equal(["first", "second"], await File.ReadAllLinesAsync(cluster.Marks, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_run_that_is_under_way_goes_on_when_its_signature_is_taken_away()
    {
        var (cluster, agent) = await TrustingAgentAsync(ServerKind.LocalCluster);
        var node = agent.Settings.NodeName;
        var go = cluster.PathOf("go");
        var signed = await SignedAsync(
            cluster,
            "release",
            ("task", cluster.MarkingScript("long", $"while [ ! -e {go} ]; do sleep 0.05; done"))
        );
        await cluster.SetTaskAsync((JsonObject)signed.DeepClone(), TestContext.Current.CancellationToken);
        await cluster.WaitForResultAsync(node, "Running", result => result.Phase == "Running", TestContext.Current.CancellationToken);

        signed.Remove("signature");
        await cluster.SetTaskAsync(signed, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);

        Assert.Equal("release", (await cluster.WaitForSuccessAsync(node, "long", TestContext.Current.CancellationToken))["signedBy"]);
    }

    [Fact(Timeout = 120_000)]
    public async Task The_recipe_of_the_documentation_signs_a_task()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/jq"), "jq is not there");
        var (cluster, agent) = await TrustingAgentAsync(ServerKind.LocalCluster);
        var recipe = Recipe("For each task:").Replace("-n node-tasker ", $"-n {cluster.Namespace} ", StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            cluster.PathOf("hello.sh"),
            cluster.MarkingScript("by the book: \"ü\" \\ /"),
            TestContext.Current.CancellationToken
        );
        await cluster.SetTaskAsync([], TestContext.Current.CancellationToken);

        var outcome = await RunningProcess.RunAsync(
            "sh",
            ["-ec", $"cd {cluster.PathOf("")}\n{recipe}"],
            new Dictionary<string, string?> { ["KUBECONFIG"] = cluster.Kubeconfig() },
            cancellationToken: TestContext.Current.CancellationToken
        );
        outcome.Successful("The recipe");

        Assert.Equal(
            "release",
            (
                await cluster.WaitForResultAsync(
                    agent.Settings.NodeName,
                    "Succeeded",
                    result => result.Phase == "Succeeded",
                    TestContext.Current.CancellationToken
                )
            )["signedBy"]
        );
    }

    [Theory(Timeout = 60_000)]
    [InlineData("empty", "there is no key in it")]
    [InlineData("private", "holds a private key")]
    [InlineData("missing", "it cannot be read as a folder of keys")]
    public async Task An_agent_whose_keys_cannot_be_read_does_not_start(string folder, string problem)
    {
        var cluster = await ClusterAsync(ServerKind.LocalCluster);
        var keys = cluster.PathOf(folder);
        if (folder != "missing")
            Directory.CreateDirectory(keys);
        if (folder == "private")
            await File.WriteAllTextAsync(
                Path.Combine(keys, "key.pem"),
                PemEncoding.WriteString("PRIVATE KEY", [1, 2, 3]),
                TestContext.Current.CancellationToken
            );

        var agent = cluster.StartAgent("worker", moreArguments: ["--trusted-keys", keys]);
        await Eventually.IsTrueAsync(
            "the agent has ended",
            () => agent.HasExited,
            cancellationToken: TestContext.Current.CancellationToken
        );

        Assert.Equal(2, agent.ExitCode);
        await agent.WaitForLogAsync($"--trusted-keys {keys}: ", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains(problem, agent.Log, StringComparison.Ordinal);
    }

    /// <summary>An agent that trusts the key <c>release</c>; there is a key <c>stranger</c> too.</summary>
    private async Task<(TestCluster Cluster, AgentProcess Agent)> TrustingAgentAsync(ServerKind kind, params string[] moreArguments)
    {
        Assert.SkipWhen(OpenSsl.WhyUnavailable is not null, OpenSsl.WhyUnavailable ?? "");
        var cluster = await ClusterAsync(kind);
        Directory.CreateDirectory(cluster.PathOf("keys"));
        await OpenSsl.MakeKeyAsync(cluster.PathOf("release.key"), cluster.PathOf("keys/release.pub"), Cancellation);
        await OpenSsl.MakeKeyAsync(cluster.PathOf("stranger.key"), cluster.PathOf("stranger.pub"), Cancellation);
        var agent = cluster.StartAgent(
            await cluster.AddNodeAsync("worker", Cancellation),
            moreArguments: ["--trusted-keys", cluster.PathOf("keys"), .. moreArguments]
        );
        await agent.WaitReadyAsync(Cancellation);
        return (cluster, agent);
    }

    /// <summary>The block of commands below this line of docs/security.md.</summary>
    private static string Recipe(string line)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "docs", "security.md")))
            folder = folder.Parent ?? throw new FileNotFoundException("docs/security.md");
        var text = File.ReadAllText(Path.Combine(folder.FullName, "docs", "security.md"));
        return text.Split($"{line}\n\n```sh\n")[1].Split("```")[0];
    }

    private static async Task<JsonObject> SignedAsync(TestCluster cluster, string key, params (string Key, string Value)[] data)
    {
        var document = new TaskDocument(
            "node-tasker",
            data.ToDictionary(entry => entry.Key, entry => entry.Value),
            new Dictionary<string, byte[]>(),
            new Dictionary<string, string>()
        );
        var signed = new JsonObject(data.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));
        signed["signature"] = await OpenSsl.SignAsync(cluster.PathOf($"{key}.key"), SignedPayload.Of(document), Cancellation);
        return signed;
    }

    private static async Task<NodeResult> RejectedAsync(TestCluster cluster, string node, string reason)
    {
        var result = await cluster.WaitForResultAsync(
            node,
            $"Rejected for {reason}",
            result => result.Phase == "Rejected" && result.Reason == reason,
            Cancellation
        );
        Assert.Equal("", result["signedBy"]);
        return result;
    }
}
