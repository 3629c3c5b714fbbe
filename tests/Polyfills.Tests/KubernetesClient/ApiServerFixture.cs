using System.Diagnostics;
using System.Net;
using k8s;

namespace NodeTasker.Polyfills.Tests.KubernetesClient;

/// <summary>A real API server, when KUBEBUILDER_ASSETS names the folder with one.</summary>
public sealed class ApiServerFixture : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private Process? _process;

    private string KubeConfig => Path.Combine(_folder.Path, "kubeconfig");

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("KUBEBUILDER_ASSETS") is not { Length: > 0 } assets) return;
        var start = new ProcessStartInfo(Path.Combine(assets, "kube-apiserver"))
        {
            ArgumentList = { "--embedded-etcd", "--secure-port=0", "--write-kubeconfig=" + KubeConfig, "--authorization-mode=RBAC", "--data-dir=" + Path.Combine(_folder.Path, "data") },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await IsReadyAsync(deadline.Token)) await timer.WaitForNextTickAsync(deadline.Token);
    }

    internal Kubernetes Client()
    {
        Assert.SkipUnless(_process is not null, "KUBEBUILDER_ASSETS does not name a folder with kube-apiserver.");
        return new Kubernetes(Configuration());
    }

    internal KubernetesClientConfiguration Configuration() => KubernetesClientConfiguration.BuildConfigFromConfigFile(KubeConfig);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _folder.Dispose();
    }

    private async Task<bool> IsReadyAsync(CancellationToken token)
    {
        if (_process!.HasExited) throw new InvalidOperationException($"kube-apiserver ended with exit code {_process.ExitCode}.");
        if (!File.Exists(KubeConfig)) return false;
        try
        {
            using var client = new Kubernetes(Configuration());
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(client.BaseUri, "readyz"));
            await client.Credentials.ProcessHttpRequestAsync(request, token);
            using var response = await client.HttpClient.SendAsync(request, token);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
