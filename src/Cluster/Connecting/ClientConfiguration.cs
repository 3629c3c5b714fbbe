using System.Net;
using System.Net.Security;
using k8s;
using k8s.Exceptions;

namespace NodeTasker.Cluster;

/// <summary>Where the API is, whom to trust there, and as whom to ask: what a kubeconfig says is honoured or refused, as kubectl does it.</summary>
public sealed record ClientConfiguration
{
    private const string ServiceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

    // A certificate that has been replaced is not sent for longer than that.
    private static readonly TimeSpan LongestUse = TimeSpan.FromMinutes(1);

    public required Uri Server { get; init; }

    /// <summary>The kubeconfig's context; null in a pod.</summary>
    public string? Context { get; init; }

    /// <summary>The kubeconfig's name for the user; null in a pod.</summary>
    public string? User { get; init; }

    public string UserAgent { get; init; } = "node-tasker";

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the answer to a call may take.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a connection may be silent before it is pinged: HTTP/2's pings are frames, not requests, and notice a peer that has gone.</summary>
    public TimeSpan PingDelay { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(10);

    internal Uri? Proxy { get; init; }

    /// <summary>The name that the server's certificate must have, and that it is asked for; null is that of its address.</summary>
    internal string? TlsServerName { get; init; }

    internal ServerTrust Trust { get; init; } = new(null, false);

    internal Credentials Credentials { get; init; } = new();

    internal IReadOnlyList<(string Name, string Value)> Impersonation { get; init; } = [];

    /// <summary>From the kubeconfig that kubectl would take, else from the pod's own service account; null where there is neither.</summary>
    /// <param name="kubeconfig">A file; null finds one.</param>
    /// <param name="context">A context of it; null is its current one.</param>
    /// <param name="time">For what expires.</param>
    /// <exception cref="KubeConfigException">It can't be used; the message says why.</exception>
    public static ClientConfiguration? Find(string? kubeconfig, string? context, TimeProvider time) =>
        Find(kubeconfig, context, time, Environment.GetEnvironmentVariable);

    /// <summary>The current context of one file.</summary>
    /// <exception cref="KubeConfigException">It can't be used; the message says why.</exception>
    public static ClientConfiguration FromFile(string kubeconfig) => Find(kubeconfig, context: null, TimeProvider.System)!;

    internal static ClientConfiguration? Find(string? kubeconfig, string? context, TimeProvider time, Func<string, string?> environment)
    {
        if (Kubeconfig.Find(kubeconfig, environment) is not { } file)
            return context is null ? OfPod(environment) : null;
        var name = context ?? file.CurrentContext ?? throw new KubeConfigException(file.WithoutCurrent());
        var details = file.Context(name);
        var cluster = file.Cluster(details.Text("cluster") ?? "", name);
        var server = ServerOf(cluster);
        var found = new ClientConfiguration
        {
            Server = server,
            Context = name,
            User = details.Text("user"),
            TlsServerName = cluster.Text("tls-server-name"),
            Trust = ServerTrust.Of(cluster),
            Proxy = cluster.Text("proxy-url") is { } proxy ? ProxyRules.Configured(proxy) : ProxyRules.Find(server, environment),
        };
        if (found.User is not { } userName)
            return found;
        var user = file.User(userName, name);
        var credentials = Credentials.Of(user, cluster, userName, time);
        return found with
        {
            // As kubectl: what is secret is never sent in the clear.
            Credentials = server.Scheme == Uri.UriSchemeHttps ? credentials : new Credentials(),
            Impersonation = Cluster.Impersonation.Of(user, userName),
        };
    }

    /// <summary>From the service account of the pod in which this runs; null outside of one.</summary>
    public static ClientConfiguration? OfPod() => OfPod(Environment.GetEnvironmentVariable);

    /// <summary>The pod's own namespace; null outside of one.</summary>
    public static string? ReadPodNamespace()
    {
        try
        {
            return File.ReadAllText(Path.Combine(ServiceAccount, "namespace")).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The names of the kubeconfig's contexts.</summary>
    public static IReadOnlyCollection<string> Contexts(string? kubeconfig) =>
        Kubeconfig.Find(kubeconfig, Environment.GetEnvironmentVariable)?.Contexts ?? [];

    internal KubernetesClientConfiguration ForPackage() =>
        new()
        {
            Host = Server.AbsoluteUri,
            // It refuses https without: what is trusted is set below.
            SslCaCerts = [],
            SkipTlsVerify = Trust.IsInsecure,
            UserAgent = UserAgent,
            HttpClientTimeout = CallTimeout,
            FirstMessageHandlerSetup = Configure,
        };

    private static ClientConfiguration? OfPod(Func<string, string?> environment)
    {
        var (token, authority) = (Path.Combine(ServiceAccount, "token"), Path.Combine(ServiceAccount, "ca.crt"));
        if (
            environment("KUBERNETES_SERVICE_HOST") is not { Length: > 0 } host
            || environment("KUBERNETES_SERVICE_PORT") is not { Length: > 0 } port
            || !File.Exists(token)
            || !File.Exists(authority)
        )
            return null;
        var address = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        if (!Uri.TryCreate($"https://{address}:{port}", UriKind.Absolute, out var server))
            throw new KubeConfigException($"KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are no address: '{host}', '{port}'");
        return new ClientConfiguration
        {
            Server = server,
            Trust = new ServerTrust(ServerTrust.Authorities(authority), false),
            Credentials = new Credentials { TokenFile = new TokenFile(token, null) },
            Proxy = ProxyRules.Find(server, environment),
        };
    }

    private static Uri ServerOf(YamlMap cluster)
    {
        var text = cluster.Text("server") ?? throw new KubeConfigException("the kubeconfig's cluster has no server");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https"))
            throw new KubeConfigException($"the server '{text}' of the kubeconfig is no URL, as https://HOST:PORT");
        // Any address is where a server listens, as k3d writes it, and not where it can be called.
        return server.Host switch
        {
            "0.0.0.0" => new UriBuilder(server) { Host = "127.0.0.1" }.Uri,
            "[::]" => new UriBuilder(server) { Host = "[::1]" }.Uri,
            _ => server,
        };
    }

    private void Configure(SocketsHttpHandler handler)
    {
        handler.ConnectTimeout = ConnectTimeout;
        handler.KeepAlivePingDelay = PingDelay;
        handler.KeepAlivePingTimeout = PingTimeout;
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        handler.UseCookies = false;
        handler.AllowAutoRedirect = false;
        handler.UseProxy = Proxy is not null;
        if (Proxy is not null)
            handler.Proxy = new WebProxy(Proxy) { Credentials = ProxyRules.CredentialsOf(Proxy) };
        handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trust.Policy() };
        if (!Credentials.MayHaveCertificate)
            return;
        handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => Credentials.Certificate()!;
        handler.PooledConnectionLifetime = LongestUse;
    }
}
