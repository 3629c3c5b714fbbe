using System.Diagnostics;
using System.Text;
using k8s;
using k8s.Authentication;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace NodeTasker.Polyfills.Tests.KubernetesClient;

/// <summary>The timeout and the event are static, so these tests must not run beside others that use them.</summary>
[Collection(nameof(ExecPluginTests))]
public sealed class ExecPluginTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000)]
    [InlineData("client.authentication.k8s.io/v1")]
    [InlineData("client.authentication.k8s.io/v1beta1")]
    public async Task A_plugin_gets_its_arguments_environment_and_cluster_and_its_token_is_sent(string version)
    {
        await using var server = StandInServer.Answering("{}");
        Plugin($$$"""
            printf '%s' "$KUBERNETES_EXEC_INFO" > info.json
            printf '{"apiVersion":"{{{version}}}","kind":"ExecCredential","status":{"token":"%s-%s-%s"}}' "$1" "$2" "$NAME"
            """);
        var user = $"{{exec: {{apiVersion: {version}, command: ./plugin, args: [a b, '$x'], env: [{{name: NAME, value: v}}], provideClusterInfo: true}}}}";

        using var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(_folder.File("config", KubeConfigText.Of(server.Url, user, "tls-server-name: name"))));
        await client.Version.GetCodeAsync(cancellationToken: Token);

        Assert.Equal("Bearer a b-$x-v", Assert.Single(server.Requests).Header("Authorization"));
        Assert.Equal(
            $$$$"""{"apiVersion":"{{{{version}}}}","kind":"ExecCredential","spec":{"interactive":false,"cluster":{"server":"{{{{server.Url}}}}","tls-server-name":"name"}}}""",
            File.ReadAllText(Path.Combine(_folder.Path, "info.json")));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_token_is_kept_until_it_is_about_to_expire()
    {
        var time = new SetTime();
        var exec = Plugin("""
            echo run >> runs
            printf '{"apiVersion":"v","status":{"token":"%s","expirationTimestamp":"2026-01-01T%s:00:00Z"}}' "$(wc -l < runs)" "$(printf '%02d' "$(wc -l < runs)")"
            """);
        var provider = new ExecTokenProvider(exec, null, time);

        var tokens = new List<string?>();
        foreach (var clock in new[] { "00:00:00", "00:59:29", "00:59:30", "01:30:00", "02:00:00" })
        {
            time.Now = DateTimeOffset.Parse($"2026-01-01T{clock}Z", System.Globalization.CultureInfo.InvariantCulture);
            tokens.Add((await provider.GetAuthenticationHeaderAsync(Token)).Parameter);
        }

        Assert.Equal(["1", "1", "2", "2", "3"], tokens);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_plugin_that_hands_out_no_expiry_runs_once()
    {
        var exec = Plugin("""echo run >> runs; printf '{"apiVersion":"v","status":{"token":"%s"}}' "$(wc -l < runs)" """);
        var provider = new ExecTokenProvider(exec);

        var headers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => provider.GetAuthenticationHeaderAsync(Token)));

        Assert.All(headers, header => Assert.Equal("1", header.Parameter));
    }

    [Fact]
    public void A_plugin_can_give_a_client_certificate()
    {
        Plugin("""printf '{"apiVersion":"v1","status":{"clientCertificateData":"CERT","clientKeyData":"KEY"}}'""");

        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(_folder.File("config", KubeConfigText.Of("https://h", "{exec: {apiVersion: v1, command: ./plugin}}")));

        Assert.Equal("CERT", Encoding.UTF8.GetString(Convert.FromBase64String(configuration.ClientCertificateData)));
        Assert.Equal("KEY", Encoding.UTF8.GetString(Convert.FromBase64String(configuration.ClientCertificateKeyData)));
        Assert.Null(configuration.TokenProvider);
    }

    [Theory]
    [InlineData("echo 'log in first' >&2; exit 3", "ended with exit code 3: log in first")]
    [InlineData("echo hello", "did not print an ExecCredential as JSON")]
    [InlineData("""echo '{"apiVersion":"other","status":{"token":"t"}}'""", "answered with apiVersion 'other', but the kubeconfig asks for 'v'")]
    [InlineData("""echo '{"apiVersion":"v","status":{}}'""", "gave neither a token nor a client certificate")]
    [InlineData("""echo '{"apiVersion":"v"}'""", "gave neither a token nor a client certificate")]
    public void A_plugin_that_fails_says_why(string script, string expected)
    {
        var exec = Plugin(script);

        var error = Assert.Throws<KubeConfigException>(() => KubernetesClientConfiguration.ExecuteExternalCommand(exec));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_that_is_not_there_is_named()
    {
        var error = Assert.Throws<KubeConfigException>(() => KubernetesClientConfiguration.ExecuteExternalCommand(new ExternalExecution { ApiVersion = "v", Command = "/nowhere/plugin" }));

        Assert.Contains("'/nowhere/plugin' can't be started", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_that_hangs_is_killed_after_the_timeout()
    {
        var exec = Plugin("echo $$ > pid; exec sleep 600");
        var before = KubernetesClientConfiguration.ExecTimeout;
        KubernetesClientConfiguration.ExecTimeout = TimeSpan.FromSeconds(1);
        try
        {
            var error = Assert.Throws<KubeConfigException>(() => KubernetesClientConfiguration.ExecuteExternalCommand(exec));

            Assert.Contains("gave no answer within 00:00:01", error.Message, StringComparison.Ordinal);
            Assert.True(HasEnded(int.Parse(File.ReadAllText(Path.Combine(_folder.Path, "pid")), System.Globalization.CultureInfo.InvariantCulture)));
        }
        finally
        {
            KubernetesClientConfiguration.ExecTimeout = before;
        }
    }

    [Fact]
    public void What_a_plugin_writes_to_stderr_reaches_the_event()
    {
        var exec = Plugin("""echo 'open https://login' >&2; echo '{"apiVersion":"v","status":{"token":"t"}}'""");
        var lines = new List<string>();
        void Listen(object? sender, DataReceivedEventArgs data)
        {
            if (data.Data is not null) lines.Add(data.Data);
        }

        KubernetesClientConfiguration.ExecStdError += Listen;
        try
        {
            KubernetesClientConfiguration.ExecuteExternalCommand(exec);
        }
        finally
        {
            KubernetesClientConfiguration.ExecStdError -= Listen;
        }

        Assert.Equal(["open https://login"], lines);
    }

    public void Dispose() => _folder.Dispose();

    private static bool HasEnded(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.WaitForExit(TimeSpan.FromSeconds(10));
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private ExternalExecution Plugin(string script)
        => new() { ApiVersion = "v", Command = _folder.File("plugin", $"#!/bin/sh\ncd '{_folder.Path}'\n{script}\n", executable: true) };

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
