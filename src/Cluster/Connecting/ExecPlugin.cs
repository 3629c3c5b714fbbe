using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Exceptions;

namespace NodeTasker.Cluster;

/// <summary>
/// A program of the kubeconfig that gives credentials, kept until they expire
/// (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins). It writes its errors itself.
/// </summary>
#pragma warning disable CA1001 // The semaphore has nothing to dispose of: nobody asks for its wait handle.
internal sealed class ExecPlugin
#pragma warning restore CA1001
{
    private const int LongestAnswer = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim _running = new(1, 1);
    private readonly YamlMap _exec;
    private readonly YamlMap _cluster;
    private readonly string _command;
    private readonly string _apiVersion;
    private readonly bool _isInteractive;
    private readonly TimeProvider _time;
    private ExecCredential? _current;

    private ExecPlugin(YamlMap exec, YamlMap cluster, string command, string apiVersion, bool isInteractive, TimeProvider time)
    {
        (_exec, _cluster, _command, _apiVersion, _isInteractive, _time) = (exec, cluster, command, apiVersion, isInteractive, time);
    }

    /// <summary>The newest certificate that it gave.</summary>
    public X509Certificate2? Certificate => _current?.Certificate;

    public static ExecPlugin Of(YamlMap exec, YamlMap cluster, string user, TimeProvider time)
    {
        var command = exec.Text("command") ?? throw new KubeConfigException($"the exec plugin of the user '{user}' has no command");
        var version = exec.Text("apiVersion");
        if (version is not ("client.authentication.k8s.io/v1" or "client.authentication.k8s.io/v1beta1"))
            throw new KubeConfigException(
                $"the exec plugin '{command}' has the apiVersion '{version}'; client.authentication.k8s.io/v1 and /v1beta1 are supported"
            );
        var mode = exec.Text("interactiveMode") ?? (version.EndsWith("/v1beta1", StringComparison.Ordinal) ? "IfAvailable" : null);
        var isInteractive = mode switch
        {
            "Never" => false,
            "IfAvailable" => !Console.IsInputRedirected,
            "Always" when !Console.IsInputRedirected => true,
            "Always" => throw new KubeConfigException(
                $"the exec plugin '{command}' wants to ask questions, and standard input is no terminal"
            ),
            _ => throw new KubeConfigException(
                $"the exec plugin '{command}' must have an interactiveMode of Never, IfAvailable or Always, not '{mode}'"
            ),
        };
        foreach (var variable in exec.Maps("env"))
        {
            if (variable.Text("name") is null)
                throw new KubeConfigException($"the exec plugin '{command}' has a variable without a name");
        }

        // A name alone is looked for on the PATH, and neither in the working directory nor beside this program.
        var file = command.Contains('/', StringComparison.Ordinal) ? exec.Resolve(command) : command;
        return new ExecPlugin(exec, cluster, file, version, isInteractive, time);
    }

    /// <summary>What it gave, or gives now: one at a time waits for it.</summary>
    /// <exception cref="KubeConfigException">It gives none.</exception>
    public async ValueTask<ExecCredential> GetAsync(CancellationToken cancellationToken)
    {
        await _running.WaitAsync(cancellationToken);
        try
        {
            if (_current is not { } current || current.Expiration <= _time.GetUtcNow())
                _current = current = Parse(await RunAsync(cancellationToken));
            return current;
        }
        finally
        {
            _running.Release();
        }
    }

    /// <summary>The API server does not accept <paramref name="token"/>: the next request asks for another.</summary>
    public void Refuse(string? token)
    {
        if (_current is { } current && current.Token == token)
            _current = current with { Expiration = DateTimeOffset.MinValue };
    }

    private async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartInfo() };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new KubeConfigException($"the exec plugin '{_command}' can't be started: {e.Message}{Hint()}", e);
        }

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Patience);
        try
        {
            if (!_isInteractive)
                process.StandardInput.Close();
            var answer = new char[LongestAnswer];
            var length = await process.StandardOutput.ReadBlockAsync(answer, limited.Token);
            if (length == LongestAnswer)
                throw new KubeConfigException($"the exec plugin '{_command}' writes more than {LongestAnswer >> 20} MiB");
            await process.WaitForExitAsync(limited.Token);
            return process.ExitCode == 0
                ? new string(answer, 0, length)
                : throw new KubeConfigException($"the exec plugin '{_command}' ended with exit code {process.ExitCode}{Hint()}");
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new KubeConfigException($"the exec plugin '{_command}' gave no answer within {Patience.TotalMinutes} minutes", e);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo(FileName())
        {
            RedirectStandardInput = !_isInteractive,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var argument in _exec.Texts("args"))
            start.ArgumentList.Add(argument);
        foreach (var variable in _exec.Maps("env"))
            start.Environment[variable.Text("name")!] = variable.Text("value") ?? "";
        start.Environment["KUBERNETES_EXEC_INFO"] = Request().ToJsonString();
        return start;
    }

    private string FileName()
    {
        if (Path.IsPathRooted(_command))
            return _command;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(Path.IsPathRooted);
        return folders.Select(folder => Path.Combine(folder, _command)).FirstOrDefault(File.Exists)
            ?? throw new KubeConfigException($"the exec plugin '{_command}' is not on the PATH{Hint()}");
    }

    private string Hint() => _exec.Text("installHint") is { } hint ? $".\n{hint.Trim()}" : "";

    private JsonObject Request()
    {
        var spec = new JsonObject { ["interactive"] = _isInteractive };
        if (_exec.Flag("provideClusterInfo"))
            spec["cluster"] = ClusterInfo();
        return new JsonObject
        {
            ["kind"] = "ExecCredential",
            ["apiVersion"] = _apiVersion,
            ["spec"] = spec,
        };
    }

    private JsonObject ClusterInfo()
    {
        var info = new JsonObject();
        foreach (var key in (string[])["server", "tls-server-name", "certificate-authority-data", "proxy-url"])
        {
            if (_cluster.Text(key) is { } text)
                info[key] = text;
        }

        foreach (var key in (string[])["insecure-skip-tls-verify", "disable-compression"])
        {
            if (_cluster.Flag(key))
                info[key] = true;
        }

        if (info["certificate-authority-data"] is null && _cluster.PathAt("certificate-authority") is { } path)
            info["certificate-authority-data"] = Convert.ToBase64String(Pem.Read(path, "certificate-authority"));
        var own = _cluster.Maps("extensions").FirstOrDefault(extension => extension.Text("name") == "client.authentication.k8s.io/exec");
        if (own?.Json("extension") is { } config)
            info["config"] = config;
        return info;
    }

    private ExecCredential Parse(string answer)
    {
        JsonNode? credential;
        try
        {
            credential = JsonNode.Parse(answer);
            if ((string?)credential?["apiVersion"] is var version && version != _apiVersion)
                throw new KubeConfigException($"the exec plugin '{_command}' answers in the version '{version}', not {_apiVersion}");
            var status = credential?["status"];
            var (token, pem, key) = (TextOf(status, "token"), TextOf(status, "clientCertificateData"), TextOf(status, "clientKeyData"));
            if ((token is null && pem is null) || (pem is null) != (key is null))
                throw new KubeConfigException($"the exec plugin '{_command}' gave neither a token nor a client certificate with its key");
            return new ExecCredential(
                token,
                pem is null ? null : Pem.Certificate(pem, key!, $"the client certificate of the exec plugin '{_command}'"),
                (DateTimeOffset?)status!["expirationTimestamp"] ?? DateTimeOffset.MaxValue
            );
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new KubeConfigException($"the exec plugin '{_command}' wrote no ExecCredential in JSON", e);
        }
    }

    private static string? TextOf(JsonNode? status, string member) => (string?)status?[member] is { Length: > 0 } text ? text : null;
}

/// <summary>What a plugin gave, and until when it is good.</summary>
internal sealed record ExecCredential(string? Token, X509Certificate2? Certificate, DateTimeOffset Expiration);
