using System.Diagnostics;

namespace NodeTasker.LocalCluster.Tests.Servers;

/// <summary>Starts the kube-apiserver in <c>KUBEBUILDER_ASSETS</c>.</summary>
internal static class RealServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static string? Program =>
        Environment.GetEnvironmentVariable("KUBEBUILDER_ASSETS") is { Length: > 0 } folder
        && File.Exists(Path.Combine(folder, "kube-apiserver"))
            ? Path.Combine(folder, "kube-apiserver")
            : null;

    public static async Task<ApiServer> StartAsync(string folder)
    {
        var kubeconfig = Path.Combine(folder, "real.kubeconfig");
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(Program!)
            {
                ArgumentList = { "--embedded-etcd", "--secure-port=0", $"--write-kubeconfig={kubeconfig}", "-v=0" },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        await Poll.UntilAsync(
            () => Task.FromResult(File.Exists(kubeconfig) && File.ReadAllText(kubeconfig).Contains("token:", StringComparison.Ordinal)),
            Patience,
            "the kubeconfig of the real API server"
        );
        var server = new ApiServer(kubeconfig, async () =>
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        });
        await Poll.UntilAsync(() => IsReadyAsync(server.Client), Patience, "the real API server");
        return server;
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using var response = await client.GetAsync("readyz");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
