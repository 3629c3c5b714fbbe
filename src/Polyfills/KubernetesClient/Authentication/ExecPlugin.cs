using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace k8s.Authentication;

/// <summary>Runs a credential plugin of client.authentication.k8s.io: the request in its environment, the answer on its standard output.</summary>
internal static class ExecPlugin
{
    private const int ErrorTextLimit = 2048;

    public static Process Create(ExternalExecution exec, EventHandler<DataReceivedEventArgs> captureStdError)
    {
        ArgumentNullException.ThrowIfNull(exec);
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(exec.Command)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                StandardOutputEncoding = Encoding.UTF8,
            },
        };
        foreach (var argument in exec.Arguments ?? []) process.StartInfo.ArgumentList.Add(argument);
        process.StartInfo.Environment["KUBERNETES_EXEC_INFO"] = Request(exec).ToJsonString();
        foreach (var variable in exec.EnvironmentVariables ?? [])
        {
            if (!variable.TryGetValue("name", out var name) || !variable.TryGetValue("value", out var value))
                throw new KubeConfigException($"The exec plugin '{exec.Command}' has an environment variable without name or value.");
            process.StartInfo.Environment[name] = value;
        }

        if (captureStdError is not null) process.ErrorDataReceived += (sender, data) => captureStdError(sender, data);
        return process;
    }

    public static async Task<ExecCredentialResponse> RunAsync(ExternalExecution exec, CancellationToken cancellationToken)
    {
        var errors = new StringBuilder();
        using var process = Create(exec, KubernetesClientConfiguration.RaiseExecStdError);
        process.ErrorDataReceived += (_, data) =>
        {
            if (data.Data is not null && errors.Length < ErrorTextLimit) errors.AppendLine(data.Data);
        };

        try
        {
            process.Start();
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw new KubeConfigException($"The exec plugin '{exec.Command}' can't be started: {e.Message} {exec.InstallHint}".TrimEnd(), e);
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(KubernetesClientConfiguration.ExecTimeout);
        try
        {
            process.BeginErrorReadLine();
            var output = await process.StandardOutput.ReadToEndAsync(timeout.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(timeout.Token).ConfigureAwait(false);
            return process.ExitCode == 0
                ? Parse(exec, output)
                : throw new KubeConfigException($"The exec plugin '{exec.Command}' ended with exit code {process.ExitCode}: {errors.ToString().Trim()}");
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new KubeConfigException($"The exec plugin '{exec.Command}' gave no answer within {KubernetesClientConfiguration.ExecTimeout}.", e);
        }
    }

    private static JsonObject Request(ExternalExecution exec)
    {
        var spec = new JsonObject { ["interactive"] = false };
        if (exec.ProvideClusterInfo && exec.Cluster is { } cluster) spec["cluster"] = ClusterInfo(cluster);
        return new JsonObject { ["apiVersion"] = exec.ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec };
    }

    private static JsonObject ClusterInfo(ClusterEndpoint cluster)
    {
        var info = new JsonObject { ["server"] = cluster.Server };
        if (cluster.SkipTlsVerify) info["insecure-skip-tls-verify"] = true;
        if (!string.IsNullOrEmpty(cluster.TlsServerName)) info["tls-server-name"] = cluster.TlsServerName;
        if (!string.IsNullOrEmpty(cluster.CertificateAuthorityData)) info["certificate-authority-data"] = cluster.CertificateAuthorityData;
        else if (!string.IsNullOrEmpty(cluster.CertificateAuthority)) info["certificate-authority-data"] = Convert.ToBase64String(File.ReadAllBytes(cluster.Resolve(cluster.CertificateAuthority)));
        return info;
    }

    private static ExecCredentialResponse Parse(ExternalExecution exec, string output)
    {
        ExecCredentialResponse response;
        try
        {
            response = KubernetesJson.Deserialize<ExecCredentialResponse>(output);
        }
        catch (JsonException e)
        {
            throw new KubeConfigException($"The exec plugin '{exec.Command}' did not print an ExecCredential as JSON: {e.Message}", e);
        }

        if (response?.ApiVersion != exec.ApiVersion)
            throw new KubeConfigException($"The exec plugin '{exec.Command}' answered with apiVersion '{response?.ApiVersion}', but the kubeconfig asks for '{exec.ApiVersion}'.");
        if (response.Status is not { } status || !status.IsValid())
            throw new KubeConfigException($"The exec plugin '{exec.Command}' gave neither a token nor a client certificate with its key.");
        return response;
    }
}
