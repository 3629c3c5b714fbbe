using System.Security.Cryptography;

namespace NodeTasker.Testing;

/// <summary>A real kube-apiserver as a process: one with etcd built in where it has <c>--embedded-etcd</c>, else beside a stock etcd, as envtest runs them.</summary>
internal sealed class EnvtestServer : ApiServer
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(2);

    private readonly TempDir _folder = new("node-tasker-envtest-");
    private readonly int _port = FreePort.Next();
    private readonly int _etcdPort = FreePort.Next();
    private readonly TestCertificates _certificates;
    private readonly ApiServerOptions _options;
    private readonly bool _embedded;
    private RunningProcess? _etcd;
    private RunningProcess? _server;

    private EnvtestServer(ApiServerOptions options, bool embedded)
    {
        _options = options;
        _embedded = embedded;
        _certificates = TestCertificates.Create(_folder.Path);
        Token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _folder.Write("tokens.csv", $"{Token},admin,admin,\"system:masters\"\n");
        _folder.Write("audit.yaml", AuditLog.Policy);
    }

    /// <summary>The folder with the programs; null when there is none.</summary>
    public static string? Assets => Environment.GetEnvironmentVariable("KUBEBUILDER_ASSETS") is { Length: > 0 } path ? path : null;

    public override ServerKind Kind => ServerKind.Envtest;

    public override Uri Url => new($"https://127.0.0.1:{_port}/");

    public override string Token { get; }

    public override string CertificateAuthority => _certificates.Authority;

    public override bool KeepsDataOverRestart => true;

    private static string Program =>
        Path.Combine(Assets ?? throw new InvalidOperationException("KUBEBUILDER_ASSETS is not set."), "kube-apiserver");

    public static async Task<EnvtestServer> StartAsync(ApiServerOptions options, CancellationToken cancellationToken)
    {
        var help = await RunningProcess.RunAsync(Program, ["--help"], cancellationToken: cancellationToken);
        var embedded = (help.StandardOutput + help.StandardError).Contains("--embedded-etcd", StringComparison.Ordinal);
        var server = new EnvtestServer(options, embedded);
        await server.StartAgainAsync(cancellationToken);
        return server;
    }

    public override async Task StartAgainAsync(CancellationToken cancellationToken = default)
    {
        if (!_embedded)
            _etcd ??= RunningProcess.Start(Path.Combine(Assets!, "etcd"), EtcdArguments());
        _server = RunningProcess.Start(Program, ServerArguments());
        using var api = new KubeApi(this);
        await Eventually.BecomesAsync("kube-apiserver answers /readyz", ReadyAsync, ready => ready, StartDeadline, cancellationToken);

        async Task<bool> ReadyAsync(CancellationToken cancel) =>
            _server.HasExited
                ? throw new InvalidOperationException($"kube-apiserver has ended with {_server.ExitCode}:\n{_server.StandardError}")
                : await api.IsReadyAsync(cancel);
    }

    public override IReadOnlyList<string> RequestsOfOthers(string part) =>
        _options.LogRequests ? AuditLog.Read(_folder["audit.log"], part) : throw NotLogged();

    public override async Task StopAsync(bool kill = false)
    {
        if (_server is null)
            return;
        if (!kill)
        {
            // It waits for open watches for a minute; nothing is to be learned from that.
            _server.Signal(UnixSignal.Terminate);
            await _server.TryWaitForExitAsync(StopGrace);
        }

        _server.Kill();
        await _server.WaitForExitAsync();
        await _server.DisposeAsync();
        _server = null;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_etcd is not null)
            await _etcd.DisposeAsync();
        _folder.Dispose();
    }

    private string[] EtcdArguments() =>
        [
            $"--data-dir={_folder["etcd"]}",
            "--unsafe-no-fsync",
            $"--listen-client-urls=http://127.0.0.1:{_etcdPort}",
            $"--advertise-client-urls=http://127.0.0.1:{_etcdPort}",
            "--listen-peer-urls=http://127.0.0.1:0",
        ];

    private string[] ServerArguments() =>
        [
            .. _embedded
                ? (string[])["--embedded-etcd", $"--data-dir={_folder["data"]}"]
                : [$"--etcd-servers=http://127.0.0.1:{_etcdPort}"],
            "--bind-address=127.0.0.1",
            $"--secure-port={_port}",
            $"--tls-cert-file={_certificates.CertificateFile}",
            $"--tls-private-key-file={_certificates.KeyFile}",
            $"--cert-dir={_folder["certs"]}",
            $"--token-auth-file={_folder["tokens.csv"]}",
            $"--authorization-mode={(_options.Rbac ? "RBAC" : "AlwaysAllow")}",
            "--disable-admission-plugins=ServiceAccount",
            "--allow-privileged=true",
            "--service-cluster-ip-range=10.0.0.0/24",
            $"--service-account-issuer=https://127.0.0.1:{_port}/",
            $"--service-account-key-file={_certificates.ServiceAccountKeyFile}",
            $"--service-account-signing-key-file={_certificates.ServiceAccountKeyFile}",
            .. _options.LogRequests
                ? (string[])[$"--audit-policy-file={_folder["audit.yaml"]}", $"--audit-log-path={_folder["audit.log"]}"]
                : [],
        ];
}
