namespace NodeTasker.Testing;

/// <summary>An API server for tests.</summary>
public abstract class ApiServer : IAsyncDisposable
{
    public abstract ServerKind Kind { get; }

    public abstract Uri Url { get; }

    /// <summary>The admin's bearer token.</summary>
    public abstract string Token { get; }

    /// <summary>PEM of the certificate that signs the server's.</summary>
    public abstract string CertificateAuthority { get; }

    /// <summary>Whether it can be stopped and started again with its data.</summary>
    public abstract bool KeepsDataOverRestart { get; }

    /// <summary>Why there is no server of this kind here; null when there is one. A test skips with it.</summary>
    public static string? WhyUnavailable(ServerKind kind) =>
        kind == ServerKind.Envtest && EnvtestServer.Assets is null
            ? "KUBEBUILDER_ASSETS is not set: there is no real kube-apiserver to test against."
            : null;

    public static async Task<ApiServer> StartAsync(
        ServerKind kind,
        ApiServerOptions? options = null,
        CancellationToken cancellationToken = default
    ) =>
        kind switch
        {
            ServerKind.LocalCluster => await LocalApiServer.StartAsync(options ?? new(), cancellationToken),
            _ => await EnvtestServer.StartAsync(options ?? new(), cancellationToken),
        };

    /// <summary>The requests so far whose path or query contains <paramref name="part"/>, <c>GET /api/v1/…</c>, but those of tests and kubectl.</summary>
    public abstract IReadOnlyList<string> RequestsOfOthers(string part);

    /// <summary>Stops it at once or as an administrator would; the port stays reserved for <see cref="StartAgainAsync"/>.</summary>
    public virtual Task StopAsync(bool kill = false) =>
        throw new NotSupportedException($"{Kind} is in memory: it can't be stopped and started again.");

    /// <summary>Starts it again on the same port with the same data.</summary>
    public virtual Task StartAgainAsync(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException($"{Kind} is in memory: it can't be stopped and started again.");

    /// <summary>A kubeconfig for the admin, or for the holder of <paramref name="tokenFile"/>, at <paramref name="via"/> (a proxy) or at the server itself.</summary>
    public string WriteKubeconfig(string path, Uri? via = null, string? tokenFile = null, string? defaultNamespace = null)
    {
        var user = tokenFile is not null ? $"{{tokenFile: '{tokenFile}'}}" : $"{{token: '{Token}'}}";
        var authority = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(CertificateAuthority));
        File.WriteAllText(
            path,
            $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: test
              cluster: {"{"}server: '{(via ?? Url).ToString().TrimEnd('/')}', certificate-authority-data: {authority}{"}"}
            users:
            - name: test
              user: {user}
            contexts:
            - name: test
              context: {"{"}cluster: test, user: test, namespace: {defaultNamespace ?? "default"}{"}"}
            current-context: test

            """
        );
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    public abstract ValueTask DisposeAsync();

    internal static bool IsOfTests(string userAgent) =>
        userAgent.StartsWith(KubeApi.UserAgent, StringComparison.Ordinal) || userAgent.StartsWith("kubectl", StringComparison.Ordinal);

    protected static InvalidOperationException NotLogged() => new($"Set {nameof(ApiServerOptions.LogRequests)} to read the requests.");
}
