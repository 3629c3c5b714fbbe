namespace NodeTasker.EndToEnd.Tests.Deploy;

/// <summary>The credential of a bare-metal agent, made as docs/operations.md says.</summary>
public sealed class BareMetalCredentialTests(InstalledApiServer cluster) : IClassFixture<InstalledApiServer>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task The_documented_way_makes_a_kubeconfig_that_works_and_shows_its_token_to_nobody()
    {
        Assert.SkipUnless(cluster.Server.Unavailable is null, cluster.Server.Unavailable ?? "");
        var jq = ToolRun.Find("jq");
        Assert.SkipWhen(jq is null, "There is no jq on the PATH.");
        var node = await cluster
            .Server.KubectlAsync(["apply", "-f", "-"], Cancelled, """{"apiVersion":"v1","kind":"Node","metadata":{"name":"worker-1"}}""")
            .WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode == 0, node.ToString());
        using var folder = new TempDir();
        var (kubeconfig, arguments) = (folder["agent.kubeconfig"], folder["arguments"]);
        // What is there already may be anybody's to read.
        await File.WriteAllTextAsync(kubeconfig, "old", Cancelled);
        File.SetUnixFileMode(kubeconfig, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        await File.WriteAllTextAsync(folder["jq"], $"#!/bin/sh\necho \"$@\" >>'{arguments}'\nexec '{jq}' \"$@\"\n", Cancelled);
        File.SetUnixFileMode(folder["jq"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var made = await ToolRun.OfAsync(
            "/bin/sh",
            ["-euc", $"umask 022\ncd '{folder.Path}'\n{Recipe()}"],
            new Dictionary<string, string?>
            {
                ["HOME"] = folder.Path,
                ["KUBECONFIG"] = cluster.Server.AdminKubeconfig,
                ["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}",
            },
            cancellationToken: Cancelled
        );
        Assert.True(made.ExitCode == 0, made.ToString());
        var who = await cluster.Server.KubectlAsync(kubeconfig, ["auth", "whoami", "-o", "json"], Cancelled);

        Assert.Contains("\"system:serviceaccount:node-tasker:node-tasker-agent\"", who.Output, StringComparison.Ordinal);
        Assert.Contains("\"worker-1\"", who.Output, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(kubeconfig));
        var token = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(kubeconfig, Cancelled))!["users"]![0]!["user"]![
            "token"
        ]!.GetValue<string>();
        Assert.DoesNotContain(token, await File.ReadAllTextAsync(arguments, Cancelled), StringComparison.Ordinal);
    }

    /// <summary>The first block of shell about bare metal.</summary>
    private static string Recipe()
    {
        var section = File.ReadAllText(RepositoryFile.Of("docs/operations.md")).Split("\n## Bare metal\n")[1];
        return section.Split("```sh\n")[1].Split("```")[0];
    }
}
