using System.Diagnostics;

namespace NodeTasker.LocalCluster.Tests.Servers;

/// <summary>Runs kubectl with a home folder of its own, as it keeps what it discovered there.</summary>
internal sealed class Kubectl : IDisposable
{
    private readonly TestSpace _space;
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("kubectl-home-");

    private Kubectl(TestSpace space) => _space = space;

    public string Folder => _home.FullName;

    public static async Task<Kubectl> OpenAsync(ServerFixture servers, ServerKind kind)
    {
        Assert.SkipUnless(IsInstalled, "kubectl is not on the PATH.");
        return new Kubectl(await servers.OpenAsync(kind));
    }

    public TestSpace Space => _space;

    private static bool IsInstalled =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "kubectl")));

    /// <summary>Runs and returns standard output; fails with standard error unless it exits with 0.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output, error) = await TryRunAsync(null, arguments);
        Assert.True(code == 0, $"kubectl {string.Join(' ', arguments)} ended with {code}: {error}{output}");
        return output;
    }

    public async Task<string> PipeAsync(string input, params string[] arguments)
    {
        var (code, output, error) = await TryRunAsync(input, arguments);
        Assert.True(code == 0, $"kubectl {string.Join(' ', arguments)} ended with {code}: {error}{output}");
        return output;
    }

    /// <summary>Runs with <paramref name="editor"/> as the user's editor.</summary>
    public async Task<string> EditAsync(string editor, params string[] arguments)
    {
        var (code, output, error) = await FinishAsync(Start(arguments, editor), null);
        Assert.True(code == 0, $"kubectl {string.Join(' ', arguments)} ended with {code}: {error}{output}");
        return output;
    }

    public Task<(int Code, string Output, string Error)> TryRunAsync(string? input, params string[] arguments) =>
        FinishAsync(Start(arguments), input);

    private static async Task<(int Code, string Output, string Error)> FinishAsync(Process started, string? input)
    {
        using var process = started;
        try
        {
            if (input is not null)
                await process.StandardInput.WriteAsync(input.AsMemory(), TestContext.Current.CancellationToken);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    /// <summary>Starts it for a test that reads its output while it runs; the test kills it.</summary>
    public Process Start(params string[] arguments) => Start(arguments, "false");

    private Process Start(string[] arguments, string editor)
    {
        var info = new ProcessStartInfo("kubectl")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        foreach (var argument in (string[])["--kubeconfig", _space.Server.Kubeconfig, "-n", _space.Name, .. arguments])
            info.ArgumentList.Add(argument);
        info.Environment["HOME"] = Folder;
        info.Environment["KUBE_EDITOR"] = editor;
        info.Environment.Remove("KUBECONFIG");
        return Process.Start(info)!;
    }

    public void Dispose() => _home.Delete(recursive: true);
}
