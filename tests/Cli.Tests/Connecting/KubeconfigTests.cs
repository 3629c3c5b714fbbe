using System.Text.Json.Nodes;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Connecting;

/// <summary>kubectl and the command take the same kubeconfig and the same environment in the same way: where to ask, as whom, and whom to trust.</summary>
public sealed class KubeconfigTests
{
    private const string Server = "server: 'URL', certificate-authority: ca.crt";
    private const string Named = "server: 'https://api.example.invalid:6443', certificate-authority: ca.crt";
    private const string Token = "token: secret";

    private static readonly Dictionary<string, Kubeconfig> Honoured = new()
    {
        ["a token"] = new(Server, Token),
        ["a token file, whose path is relative to the kubeconfig"] = new(Server, "tokenFile: token"),
        ["a token file before a token"] = new(Server, "tokenFile: token, token: other"),
        ["a name and a password"] = new(Server, "username: alice, password: 'p: ä'"),
        ["a client certificate in files"] = new(Server, "client-certificate: client.crt, client-key: client.key"),
        ["a client certificate in the kubeconfig"] = new(Server, "client-certificate-data: CERTIFICATE, client-key-data: KEY"),
        ["as"] = new(Server, $"{Token}, as: reader"),
        ["as-groups"] = new(Server, $"{Token}, as: reader, as-groups: ['two words']"),
        ["as-uid"] = new(Server, $"{Token}, as: reader, as-uid: '42'"),
        ["as-user-extra"] = new(Server, $"{Token}, as: reader, as-user-extra: {{'example.com/Why %': [a], scope: ['b, c']}}"),
        ["a CA in the kubeconfig"] = new("server: 'URL', certificate-authority-data: AUTHORITY", Token),
        ["insecure-skip-tls-verify"] = new("server: 'URL', insecure-skip-tls-verify: true", Token),
        ["tls-server-name"] = new($"{Server}, tls-server-name: api.example.invalid", Token),
        ["proxy-url, for loopback too"] = new($"{Server}, proxy-url: 'PROXY'", Token),
        ["proxy-url with a password"] = new($"{Named}, proxy-url: 'http://bob:p%40ss@PROXYHOST'", Token),
        ["proxy-url before HTTPS_PROXY"] = new($"{Named}, proxy-url: 'PROXY'", Token, ("HTTPS_PROXY", "http://127.0.0.1:9")),
        ["HTTPS_PROXY"] = new(Named, Token, ("HTTPS_PROXY", "PROXY")),
        ["https_proxy without a scheme"] = new(Named, Token, ("https_proxy", "PROXYHOST")),
        ["no proxy for loopback"] = new(Server, Token, ("HTTPS_PROXY", "http://127.0.0.1:9")),
        ["a proxy beside others' NO_PROXY"] = new(Named, Token, ("HTTPS_PROXY", "PROXY"), ("NO_PROXY", "le.invalid,10.0.0.0/8,example")),
        ["an exec plugin"] = new(
            Server,
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, args: ['two words', '$HOME \"x\"'], interactiveMode: Never}"
        ),
        ["an exec plugin with variables"] = new(
            Server,
            "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: ./plugin, env: [{name: SUFFIX, value: 'a b'}]}"
        ),
    };

    private static readonly Dictionary<string, Kubeconfig> Refused = new()
    {
        ["another CA, though the system trusts the server's"] = new(
            "server: 'URL', certificate-authority: other.crt",
            Token,
            ("SSL_CERT_FILE", "FOLDER/ca.crt")
        ),
        ["no CA"] = new("server: 'URL'", Token),
        ["a CA that is not there"] = new("server: 'URL', certificate-authority: nowhere.crt", Token),
        ["a CA that is none"] = new("server: 'URL', certificate-authority-data: bm9uZQ==", Token),
        ["a certificate of another name"] = new($"{Server}, tls-server-name: other.example", Token),
        ["a token file that is not there"] = new(Server, "tokenFile: nowhere"),
        ["a client certificate without its key"] = new(Server, "client-certificate: client.crt"),
        ["as-groups without as"] = new(Server, $"{Token}, as-groups: [viewers]"),
        ["a token and a password"] = new(Server, $"{Token}, username: alice, password: secret"),
        ["a proxy that is no URL"] = new($"{Server}, proxy-url: 'ftp://proxy'", Token),
        ["NO_PROXY with a suffix"] = new(Named, Token, ("HTTPS_PROXY", "PROXY"), ("NO_PROXY", ".example.invalid")),
        ["NO_PROXY with a domain"] = new(Named, Token, ("HTTPS_PROXY", "PROXY"), ("no_proxy", "10.0.0.0/8, example.invalid:6443")),
        ["an exec plugin that fails"] = new(
            Server,
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: 'false', interactiveMode: Never}"
        ),
        ["an exec plugin that is not there"] = new(
            Server,
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: nowhere, interactiveMode: Never}"
        ),
        ["an exec plugin without an answer"] = new(
            Server,
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: 'true', interactiveMode: Never}"
        ),
        ["an exec plugin of a version that is gone"] = new(
            Server,
            "exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: ./plugin}"
        ),
        ["an exec plugin that must ask a person"] = new(
            Server,
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: Always}"
        ),
        ["an exec plugin without interactiveMode"] = new(Server, "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin}"),
        ["an auth-provider"] = new(Server, "auth-provider: {name: oidc}"),
        ["a mapping where a word belongs"] = new("server: {url: 'URL'}", Token),
        ["malformed YAML"] = new("server: 'URL", Token),
    };

    public static TheoryData<string> HonouredNames => [.. Honoured.Keys];

    public static TheoryData<string> RefusedNames => [.. Refused.Keys];

    [Theory(Timeout = 60_000), MemberData(nameof(HonouredNames))]
    public async Task What_kubectl_honours_is_honoured(string what)
    {
        using var folder = new TempDir();
        await using var api = await RecordingApi.StartAsync(folder, TestContext.Current.CancellationToken);
        var environment = Write(Honoured[what], api, folder);
        api.AsksForPassword = what.Contains("with a password", StringComparison.Ordinal);

        var kubectl = await KubectlAsync(environment);
        var expected = api.TakeSeen();
        var own = await OwnAsync(environment);
        var seen = api.TakeSeen();

        Assert.True(expected.Asked.Count == 1, kubectl.StandardError);
        Assert.True(seen.Asked.Count > 0, own.StandardError);
        Assert.Equal(expected.Asked, seen.Asked);
        Assert.Equal(expected.Proxied, seen.Proxied);
    }

    [Theory(Timeout = 60_000), MemberData(nameof(RefusedNames))]
    public async Task What_kubectl_refuses_is_refused_in_a_sentence(string what)
    {
        using var folder = new TempDir();
        await using var api = await RecordingApi.StartAsync(folder, TestContext.Current.CancellationToken);
        var environment = Write(Refused[what], api, folder);

        var kubectl = await KubectlAsync(environment);
        var own = await OwnAsync(environment);

        Assert.NotEqual(0, kubectl.ExitCode);
        Assert.Equal((3, ""), (own.ExitCode, own.StandardOutput));
        Assert.StartsWith("node-tasker: ", own.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", own.StandardError, StringComparison.Ordinal);
        var (asked, proxied) = api.TakeSeen();
        Assert.Empty(asked);
        Assert.Empty(proxied);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("c", true)]
    [InlineData("C", false)]
    [InlineData("c ", false)]
    public async Task Names_of_contexts_are_exact(string context, bool isThere)
    {
        using var folder = new TempDir();
        await using var api = await RecordingApi.StartAsync(folder, TestContext.Current.CancellationToken);
        var environment = Write(Honoured["a token"], api, folder);

        var kubectl = await KubectlAsync(environment, "--context", context);
        var expected = api.TakeSeen();
        var own = await OwnAsync(environment, "--context", context);

        Assert.Equal(isThere, expected.Asked.Count == 1);
        Assert.Equal(expected.Asked, api.TakeSeen().Asked);
        Assert.Equal(isThere, !own.StandardError.Contains($"no context '{context}'; it has: c", StringComparison.Ordinal));
        Assert.Equal(isThere, !kubectl.StandardError.Contains("does not exist", StringComparison.Ordinal));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("as-groups: [a, b]", "the user 'u' has 2 as-groups, and only one can be sent")]
    [InlineData("as-user-extra: {scope: [a, b]}", "the user 'u' has 2 values of scope in as-user-extra, and only one can be sent")]
    [InlineData(
        "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: Never}",
        "the user 'u' has more than one of token, username and exec; remove all but one"
    )]
    public async Task What_could_only_be_sent_in_part_is_refused(string user, string message)
    {
        using var folder = new TempDir();
        await using var api = await RecordingApi.StartAsync(folder, TestContext.Current.CancellationToken);
        var environment = Write(new(Server, $"{Token}, as: reader, {user}"), api, folder);

        var own = await OwnAsync(environment);

        Assert.Equal((3, ""), (own.ExitCode, own.StandardOutput));
        Assert.Contains(message, own.StandardError, StringComparison.Ordinal);
        Assert.Empty(api.TakeSeen().Asked);
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_several_files_the_first_to_say_something_counts_and_paths_are_relative_to_each()
    {
        using var folder = new TempDir();
        await using var api = await RecordingApi.StartAsync(folder, TestContext.Current.CancellationToken);
        var environment = Write(new(Server, "tokenFile: token"), api, folder);
        Directory.CreateDirectory(folder["other"]);
        await File.WriteAllTextAsync(folder["other/token"], "of-another-folder", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            folder["other/config"],
            """
            users:
            - {name: u, user: {tokenFile: token}}
            clusters:
            - {name: unused, cluster: {server: 'https://127.0.0.1:9'}}
            """,
            TestContext.Current.CancellationToken
        );
        environment["KUBECONFIG"] = $"{folder["nowhere"]}:{folder["other/config"]}::{folder["config"]}";

        await KubectlAsync(environment);
        var expected = api.TakeSeen();
        await OwnAsync(environment);

        Assert.Equal("Bearer of-another-folder", Assert.Single(expected.Asked).Authorization);
        Assert.Equal(expected.Asked, api.TakeSeen().Asked);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_empty_KUBECONFIG_is_none_and_the_home_is_looked_into()
    {
        using var folder = new TempDir();
        await using var api = await RecordingApi.StartAsync(folder, TestContext.Current.CancellationToken);
        var environment = Write(Honoured["a CA in the kubeconfig"], api, folder);
        Directory.CreateDirectory(folder[".kube"]);
        File.Move(folder["config"], folder[".kube/config"]);
        environment["KUBECONFIG"] = "";

        await KubectlAsync(environment);
        var expected = api.TakeSeen();
        await OwnAsync(environment);

        Assert.Single(expected.Asked);
        Assert.Equal(expected.Asked, api.TakeSeen().Asked);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_exec_plugin_runs_once_and_is_told_of_the_cluster()
    {
        using var folder = new TempDir();
        await using var api = await RecordingApi.StartAsync(folder, TestContext.Current.CancellationToken);
        var environment = Write(
            new(
                $"{Server}, tls-server-name: localhost, extensions: [{{name: client.authentication.k8s.io/exec, extension: {{audience: a, size: 1}}}}]",
                "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: IfAvailable, provideClusterInfo: true}"
            ),
            api,
            folder
        );

        await KubectlAsync(environment);
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(folder["asked"], TestContext.Current.CancellationToken));
        File.Delete(folder["asked"]);
        await RunningProcess.RunAsync(
            ProductPrograms.Command,
            ["doctor"],
            environment,
            cancellationToken: TestContext.Current.CancellationToken
        );
        var asked = await File.ReadAllLinesAsync(folder["asked"], TestContext.Current.CancellationToken);

        Assert.Equal("localhost", (string?)expected!["spec"]!["cluster"]!["tls-server-name"]);
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(Assert.Single(asked))), $"{expected}\n{asked[0]}");
    }

    private static async Task<ProcessOutcome> KubectlAsync(Dictionary<string, string?> environment, params string[] options)
    {
        Assert.SkipWhen(Kubectl.WhyUnavailable is not null, Kubectl.WhyUnavailable ?? "");
        return await RunningProcess.RunAsync(
            "kubectl",
            ["get", "--raw", "/api/v1/nodes", "--request-timeout=10s", .. options],
            environment,
            cancellationToken: TestContext.Current.CancellationToken
        );
    }

    private static Task<ProcessOutcome> OwnAsync(Dictionary<string, string?> environment, params string[] options) =>
        RunningProcess.RunAsync(
            ProductPrograms.Command,
            ["status", .. options],
            environment,
            cancellationToken: TestContext.Current.CancellationToken
        );

    private static Dictionary<string, string?> Write(Kubeconfig kubeconfig, RecordingApi api, TempDir folder)
    {
        RecordingApi.WriteClientCertificate("client", folder["client.crt"], folder["client.key"]);
        RecordingApi.WriteClientCertificate("other", folder["other.crt"], folder["other.key"]);
        File.WriteAllText(folder["token"], "of-a-file\n");
        File.WriteAllText(
            folder["plugin"],
            """
            #!/bin/sh
            echo "$KUBERNETES_EXEC_INFO" >>"$(dirname "$0")/asked"
            version=$(echo "$KUBERNETES_EXEC_INFO" | sed 's/.*"apiVersion":"\([^"]*\)".*/\1/')
            token=$(printf '<%s>' "$@" "$SUFFIX" | base64 -w0)
            echo "{\"kind\":\"ExecCredential\",\"apiVersion\":\"$version\",\"status\":{\"token\":\"$token\"}}"
            """
        );
        File.SetUnixFileMode(folder["plugin"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string Fill(string text) =>
            text.Replace("URL", api.Url.ToString().TrimEnd('/'), StringComparison.Ordinal)
                .Replace("PROXYHOST", api.Proxy.Authority, StringComparison.Ordinal)
                .Replace("PROXY", api.Proxy.ToString().TrimEnd('/'), StringComparison.Ordinal)
                .Replace("FOLDER", folder.Path, StringComparison.Ordinal)
                .Replace("CERTIFICATE", Base64(folder["client.crt"]), StringComparison.Ordinal)
                .Replace("KEY", Base64(folder["client.key"]), StringComparison.Ordinal)
                .Replace("AUTHORITY", Base64(folder["ca.crt"]), StringComparison.Ordinal);
        File.WriteAllText(
            folder["config"],
            string.Join(
                '\n',
                "apiVersion: v1",
                "kind: Config",
                "current-context: c",
                "contexts: [{name: c, context: {cluster: k, user: u}}]",
                $"clusters: [{{name: k, cluster: {{{Fill(kubeconfig.Cluster)}}}}}]",
                $"users: [{{name: u, user: {{{Fill(kubeconfig.User)}}}}}]"
            )
        );
        var environment = new Dictionary<string, string?> { ["HOME"] = folder.Path, ["KUBECONFIG"] = folder["config"] };
        foreach (var name in (string[])["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_FILE"])
            environment[name] = null;
        foreach (var (name, value) in kubeconfig.Environment)
            environment[name] = Fill(value);
        return environment;
    }

    private static string Base64(string file) => Convert.ToBase64String(File.ReadAllBytes(file));

    private sealed record Kubeconfig(string Cluster, string User, params IReadOnlyList<(string Name, string Value)> Environment);
}
