using System.Text.Json.Nodes;
using NodeTasker.Cli.Tests.Kit;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Tasks;

public sealed class SigningTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_task_that_was_signed_verifies_and_one_that_was_changed_does_not()
    {
        Assert.SkipUnless(OpenSsl.WhyUnavailable is null, OpenSsl.WhyUnavailable ?? "");
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");
        await OpenSsl.MakeKeyAsync(
            cluster.Folder["ops.key"],
            Directory.CreateDirectory(cluster.Folder["keys"]).FullName + "/ops.pem",
            TestContext.Current.CancellationToken
        );
        var task = (
            await cluster.RunAsync("run", "--dry-run=client", "-o", "yaml", "--audience", "prod", "--", "echo 'a: b'; true")
        ).Successful("run --dry-run");

        var signed = (await cluster.RunAsync(task, ["sign", "-", "--key", cluster.Folder["ops.key"]])).Successful("sign");
        var verified = await cluster.RunAsync(signed, ["verify", "-", "--trusted-keys", cluster.Folder["keys"]]);
        var changed = await cluster.RunAsync(
            signed.Replace("true", "false", StringComparison.Ordinal),
            ["verify", "-", "--trusted-keys", cluster.Folder["keys"]]
        );
        var unsigned = await cluster.RunAsync(task, ["verify", "-", "--trusted-keys", cluster.Folder["keys"]]);

        Assert.StartsWith("apiVersion: v1\n", signed, StringComparison.Ordinal);
        Assert.Equal((0, "Signed by ops, for agents with --audience prod.\n"), (verified.ExitCode, verified.StandardOutput));
        Assert.Equal((2, ""), (changed.ExitCode, changed.StandardOutput));
        Assert.StartsWith("node-tasker: BadSignature: ", changed.StandardError, StringComparison.Ordinal);
        Assert.Equal(2, unsigned.ExitCode);
        Assert.StartsWith("node-tasker: Unsigned: ", unsigned.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_script_is_signed_with_its_options_and_kubectl_sets_it()
    {
        Assert.SkipUnless(OpenSsl.WhyUnavailable is null, OpenSsl.WhyUnavailable ?? "");
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");
        await OpenSsl.MakeKeyAsync(
            cluster.Folder["ops.key"],
            Directory.CreateDirectory(cluster.Folder["keys"]).FullName + "/ops.pem",
            TestContext.Current.CancellationToken
        );
        (await cluster.RunAsync("run", "--no-wait", "--", "true")).Successful("run");

        var signed = (
            await cluster.RunAsync(
                "sign",
                cluster.Script("hello.sh", "echo hello\n"),
                "--not-after",
                "2999-01-01T00:00:00Z",
                "--parallelism",
                "1",
                "--key",
                cluster.Folder["ops.key"],
                "-o",
                "yaml"
            )
        ).Successful("sign");
        await using var kubectl = RunningProcess.Start("kubectl", ["--kubeconfig", cluster.Kubeconfig, "replace", "-f", "-"]);
        await kubectl.StandardInput.WriteAsync(signed);
        kubectl.StandardInput.Close();
        await kubectl.WaitForExitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        var verified = await cluster.RunAsync("verify", "--trusted-keys", cluster.Folder["keys"]);
        var data = (await cluster.TaskAsync())!["data"]!;

        Assert.Equal(("", 0), (kubectl.StandardError, kubectl.ExitCode));
        Assert.Equal("Signed by ops, until 2999-01-01T00:00:00Z.\n", verified.StandardOutput);
        Assert.Equal(("echo hello\n", "1"), ((string)data["task"]!, (string)data["parallelism"]!));
        Assert.NotNull(data["nonce"]);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(
        "kind: ConfigMap\ndata: {task: 'true'}\n",
        "--timeout goes with a script; - is a ConfigMap, which has its options in its data."
    )]
    [InlineData("echo hello\n", "'timeout'")]
    [InlineData("kind: ConfigMap\ndata: {task: [\n", "--timeout goes with a script")]
    public async Task What_can_not_be_signed_is_refused_before_the_key_is_read(string text, string message)
    {
        await using var process = RunningProcess.Start(ProductPrograms.Command, ["sign", "-", "--timeout", "soon", "--key", "none"]);
        await process.StandardInput.WriteAsync(text);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal((2, ""), (process.ExitCode, process.StandardOutput));
        Assert.Contains(message, process.StandardError, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("kind: ConfigMap\ndata: {task: 'true', notAfter: '2020-01-01T00:00:00Z'}\n")]
    [InlineData("#!/bin/sh\ntrue\n", "--not-after", "2020-01-01T00:00:00Z")]
    public async Task What_no_agent_would_start_any_more_is_not_signed(string text, params string[] flags)
    {
        Assert.SkipUnless(OpenSsl.WhyUnavailable is null, OpenSsl.WhyUnavailable ?? "");
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");
        await OpenSsl.MakeKeyAsync(cluster.Folder["ops.key"], cluster.Folder["ops.pem"], TestContext.Current.CancellationToken);

        var sign = await cluster.RunAsync(text, ["sign", "-", "--key", cluster.Folder["ops.key"], .. flags]);

        Assert.Equal((2, ""), (sign.ExitCode, sign.StandardOutput));
        Assert.Contains("(2020-01-01T00:00:00Z) is over", sign.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_signature_that_was_made_elsewhere_is_set_with_the_nonce_that_it_is_over()
    {
        Assert.SkipUnless(OpenSsl.WhyUnavailable is null, OpenSsl.WhyUnavailable ?? "");
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");
        await OpenSsl.MakeKeyAsync(
            cluster.Folder["ops.key"],
            Directory.CreateDirectory(cluster.Folder["keys"]).FullName + "/ops.pem",
            TestContext.Current.CancellationToken
        );
        var script = cluster.Script("hello.sh", "#!/bin/sh\necho hello\n");
        var signed = JsonNode.Parse(
            (await cluster.RunAsync("sign", script, "--nonce", "n1", "--key", cluster.Folder["ops.key"], "-o", "json")).Successful("sign")
        )!;

        (
            await cluster.RunAsync("run", script, "--no-wait", "--nonce", "n1", "--signature", (string)signed["data"]!["signature"]!)
        ).Successful("run --signature");

        Assert.Equal("Signed by ops.\n", (await cluster.RunAsync("verify", "--trusted-keys", cluster.Folder["keys"])).Successful("verify"));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_payload_is_what_openssl_signs_and_run_signs_too()
    {
        Assert.SkipUnless(OpenSsl.WhyUnavailable is null, OpenSsl.WhyUnavailable ?? "");
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");
        await OpenSsl.MakeKeyAsync(cluster.Folder["ops.key"], cluster.Folder["ops.pem"], TestContext.Current.CancellationToken);
        (await cluster.RunAsync("run", "--no-wait", "--sign-with", cluster.Folder["ops.key"], "--", "echo ü")).Successful(
            "run --sign-with"
        );

        var payload = (await cluster.RunAsync("payload")).Successful("payload").TrimEnd('\n');
        var signature = (string)(await cluster.TaskAsync())!["data"]!["signature"]!;
        var rerun = await cluster.RunAsync("rerun", "--replace");

        Assert.Equal(
            "Verified OK",
            await OpenSsl.VerifyAsync(
                cluster.Folder["ops.pem"],
                System.Text.Encoding.UTF8.GetBytes(payload),
                signature,
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal(2, rerun.ExitCode);
        Assert.Contains("the task is signed, and a new run needs a new nonce", rerun.StandardError, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("kind: Secret\n", "its kind is 'Secret', not ConfigMap")]
    [InlineData("- a\n", "it is no ConfigMap, which has 'kind' and 'data'")]
    [InlineData("data: {task: a}\n", "'kind' is missing")]
    [InlineData("a: [", "neither YAML nor JSON")]
    [InlineData("---\na: b\n---\nc: d\n", "it holds 2 documents")]
    [InlineData("kind: ConfigMap\ndata: {task: [a]}\n", "'data.task' is no text")]
    [InlineData("kind: ConfigMap\nbinaryData: {file.a: '!'}\n", "'binaryData.file.a' is no base64")]
    public async Task What_is_no_task_is_refused(string text, string message)
    {
        var process = RunningProcess.Start(ProductPrograms.Command, ["payload", "-"]);
        await process.StandardInput.WriteAsync(text);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal((2, ""), (process.ExitCode, process.StandardOutput));
        Assert.Contains(message, process.StandardError, StringComparison.Ordinal);
        await process.DisposeAsync();
    }
}
