using System.Text;
using k8s;
using k8s.Exceptions;

namespace NodeTasker.Polyfills.Tests.KubernetesClient;

public sealed class KubeConfigTests
{
    public static TheoryData<string> Cases => [.. Directory.GetDirectories(CasesFolder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    private static string CasesFolder => Path.Combine(AppContext.BaseDirectory, "KubernetesClient", "Golden", "kubeconfigs");

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_kubeconfig_gives_the_configuration_beside_it(string name)
    {
        var folder = Path.Combine(CasesFolder, name);

        var actual = Describe(Path.Combine(folder, "config.yaml"));

        Assert.Equal(File.ReadAllText(Path.Combine(folder, "expected.txt")).Trim(), actual.Replace(folder, "<folder>", StringComparison.Ordinal).Trim());
    }

    [Fact]
    public void There_are_cases() => Assert.True(Cases.Count >= 10);

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<KubeConfigException>(() => KubernetesClientConfiguration.BuildConfigFromConfigFile("/nowhere/config"));

        Assert.Equal("There is no kubeconfig at /nowhere/config.", error.Message);
    }

    [Fact]
    public void The_context_and_the_server_can_be_chosen()
    {
        var path = Path.Combine(CasesFolder, "several-contexts", "config.yaml");

        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(path, currentContext: "second", masterUrl: "https://elsewhere:1");

        Assert.Equal("second", configuration.CurrentContext);
        Assert.Equal("https://elsewhere:1", configuration.Host);
        Assert.Equal("token-2", configuration.AccessToken);
        Assert.Contains("it has: first, second", Assert.Throws<KubeConfigException>(() => KubernetesClientConfiguration.BuildConfigFromConfigFile(path, "third")).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Every_way_to_load_a_kubeconfig_gives_the_same()
    {
        using var folder = new TempFolder();
        var text = KubeConfigText.Of("https://h:1", "{token: t}");
        var path = folder.File("config", text);
        Stream Text() => new MemoryStream(Encoding.UTF8.GetBytes(text));

        KubernetesClientConfiguration[] all =
        [
            KubernetesClientConfiguration.BuildConfigFromConfigFile(path),
            KubernetesClientConfiguration.BuildConfigFromConfigFile(new FileInfo(path)),
            KubernetesClientConfiguration.BuildConfigFromConfigFile(Text()),
            await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(path)),
            await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(Text()),
            KubernetesClientConfiguration.BuildConfigFromConfigObject(KubernetesClientConfiguration.LoadKubeConfig(path)),
            KubernetesClientConfiguration.BuildConfigFromConfigObject(await KubernetesClientConfiguration.LoadKubeConfigAsync(path)),
            KubernetesClientConfiguration.BuildConfigFromConfigObject(await KubernetesClientConfiguration.LoadKubeConfigAsync(Text())),
        ];

        Assert.All(all, configuration => Assert.Equal(("https://h:1", "t", "tasks", "main"), (configuration.Host, configuration.AccessToken, configuration.Namespace, configuration.CurrentContext)));
    }

    [Fact]
    public void The_files_of_KUBECONFIG_are_merged_and_the_first_one_wins()
    {
        using var folder = new TempFolder();
        var first = folder.File("a/config", KubeConfigText.Of("https://first", "{client-certificate: c.crt, client-key: c.key}"));
        var second = folder.File("b/config", KubeConfigText.Of("https://second", "{token: t}").Replace("name: u", "name: v", StringComparison.Ordinal));

        var configuration = KubernetesClientConfiguration.BuildDefaultConfig(name => name == "KUBECONFIG" ? first + ":" + second : null!);

        Assert.Equal("https://first", configuration.Host);
        Assert.Equal(Path.Combine(folder.Path, "a", "c.crt"), configuration.ClientCertificateFilePath);
        Assert.Throws<KubeConfigException>(() => KubernetesClientConfiguration.BuildDefaultConfig(name => name == "KUBECONFIG" ? "/nowhere" : null!));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_token_file_that_is_rotated_is_used_from_the_next_request_on()
    {
        using var folder = new TempFolder();
        await using var server = StandInServer.Answering("{}");
        folder.File("run/1/token", "first\n");
        folder.File("run/2/token", "second\n");
        // As the kubelet does it: the file is a link through a link, and only the inner one changes.
        var data = Path.Combine(folder.Path, "data");
        File.CreateSymbolicLink(data, "run/1");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "token"), "data/token");
        var kubeconfig = folder.File("config", KubeConfigText.Of(server.Url, "{tokenFile: token}"));
        using var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));

        await client.Version.GetCodeAsync(cancellationToken: TestContext.Current.CancellationToken);
        File.Delete(data);
        await client.Version.GetCodeAsync(cancellationToken: TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(data, "run/2");
        await client.Version.GetCodeAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["Bearer first", "Bearer first", "Bearer second"], server.Requests.Select(request => request.Header("Authorization")));
    }

    [Fact(Timeout = 30_000)]
    public async Task Inside_a_cluster_everything_comes_from_the_service_account_folder()
    {
        using var certificates = new TestCertificates();
        using var folder = new TempFolder();
        var environment = new Dictionary<string, string> { ["KUBERNETES_SERVICE_HOST"] = "10.0.0.1", ["KUBERNETES_SERVICE_PORT"] = "443" };
        string Variable(string name) => environment.GetValueOrDefault(name)!;
        Assert.False(KubernetesClientConfiguration.IsInCluster(folder.Path, Variable));
        Assert.Throws<KubeConfigException>(() => KubernetesClientConfiguration.InClusterConfig(folder.Path, Variable));
        folder.File("ca.crt", certificates.AuthorityPem);
        folder.File("namespace", "tasks");
        folder.File("token", "t1");

        var configuration = KubernetesClientConfiguration.InClusterConfig(folder.Path, Variable);

        Assert.Equal("https://10.0.0.1:443/", configuration.Host);
        Assert.Equal("tasks", configuration.Namespace);
        Assert.Equal("CN=test-ca", Assert.Single(configuration.SslCaCerts).Subject);
        Assert.Equal("t1", (await configuration.TokenProvider.GetAuthenticationHeaderAsync(TestContext.Current.CancellationToken)).Parameter);
        folder.File("token", "t2");
        Assert.Equal("t2", (await configuration.TokenProvider.GetAuthenticationHeaderAsync(TestContext.Current.CancellationToken)).Parameter);
    }

    private static string Describe(string path)
    {
        try
        {
            var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(path);
            var text = new StringBuilder();
            void Line(string name, object? value)
            {
                if (value is not null and not false) text.Append(name).Append(": ").Append(value).Append('\n');
            }

            Line("context", configuration.CurrentContext);
            Line("host", configuration.Host);
            Line("namespace", configuration.Namespace);
            Line("skip-tls-verify", configuration.SkipTlsVerify);
            Line("tls-server-name", configuration.TlsServerName);
            Line("authorities", configuration.SslCaCerts is { } authorities ? string.Join(", ", authorities.Select(authority => authority.Subject)) : null);
            Line("token", configuration.AccessToken);
            Line("token-provider", configuration.TokenProvider?.GetType().Name);
            Line("username", configuration.Username);
            Line("password", configuration.Password);
            Line("client-certificate", configuration.ClientCertificateFilePath);
            Line("client-key", configuration.ClientKeyFilePath);
            Line("client-certificate-data", configuration.ClientCertificateData);
            Line("client-key-data", configuration.ClientCertificateKeyData);
            return text.ToString();
        }
        catch (KubeConfigException e)
        {
            return "error: " + e.Message;
        }
    }
}
