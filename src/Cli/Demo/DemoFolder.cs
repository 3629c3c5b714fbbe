using System.Diagnostics;

namespace NodeTasker.Cli.Demo;

/// <summary>
/// The folder that all of a demo lives in, and the process that ends the demo's processes and removes the folder when this
/// process is done or dead (<c>reaper.sh</c> says how).
/// </summary>
internal sealed class DemoFolder : IAsyncDisposable
{
    /// <summary>The environment variable that marks a process as this demo's.</summary>
    public const string MarkerVariable = "NODE_TASKER_DEMO_FOLDER";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Process _reaper;
    private readonly TextWriter _chatter;

    private DemoFolder(string path, Process reaper, TextWriter chatter)
    {
        Path = path;
        _reaper = reaper;
        _chatter = chatter;
    }

    /// <summary>The folder, mode 0700.</summary>
    public string Path { get; }

    /// <summary>For kubectl, and for the agents.</summary>
    public string Kubeconfig => System.IO.Path.Combine(Path, "kubeconfig");

    /// <summary>The state folder of a node's agent.</summary>
    public string OfNode(string node) => System.IO.Path.Combine(Path, "nodes", node);

    /// <summary>Makes the folder. From here on everything marked ends with this process.</summary>
    public static async Task<DemoFolder> CreateAsync(TextWriter chatter)
    {
        var path = System.IO.Path.Combine(
            System.IO.Path.GetFullPath(System.IO.Path.GetTempPath()),
            $"node-tasker-demo.{Guid.NewGuid():N}"[..29]
        );
        // The reaper looks for this path line by line.
        if (path.Any(char.IsControl))
            throw new CommandException(
                ExitCodes.Usage,
                "the path of the temp folder has a line end or another control character in it; set TMPDIR to one that has not"
            );

        // The folder is the reaper's from the first moment: were this process killed in between, nobody would remove it.
        // Nor is it left half-way when the user ends the demo just now: its answer comes at once, and the caller disposes of it.
        var reaper = StartReaper(path, "first");
        var ready = await reaper.StandardOutput.ReadLineAsync(CancellationToken.None);
        if (ready is null)
        {
            reaper.Dispose();
            throw new CommandException(ExitCodes.Usage, $"cannot make the folder {path}; set TMPDIR to a folder that you can write to");
        }

        return new DemoFolder(path, reaper, chatter);
    }

    /// <summary>Ends everything marked, removes the folder, and returns when that is done.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            // Were the reaper itself killed, another one takes its place.
            if (!await ReapAsync(_reaper, patience.Token))
                await ReapAsync(StartReaper(Path, "again"), patience.Token);
        }
        catch (OperationCanceledException)
        {
            await _chatter.WriteLineAsync($"Some processes of this demo don't end; look for {MarkerVariable}={Path} in /proc/*/environ.");
        }
    }

    private static async Task<bool> ReapAsync(Process reaper, CancellationToken cancellationToken)
    {
        using (reaper)
        {
            reaper.StandardInput.Close();
            await reaper.WaitForExitAsync(cancellationToken);
            return reaper.ExitCode == 0;
        }
    }

    private static Process StartReaper(string path, string which)
    {
        var start = new ProcessStartInfo("setsid", ["sh", "-c", EmbeddedScripts.Reaper, "node-tasker-demo-reaper", path, which])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return ChildProcess.Start(start);
    }
}
