using System.Diagnostics;
using System.Globalization;

namespace NodeTasker.Cli.Demo;

/// <summary>A demo node's own namespaces and hostname, held by a PID 1 of its own. Needs root.</summary>
internal sealed class NodeHost : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Process _process;

    private NodeHost(Process process, int pid)
    {
        _process = process;
        Pid = pid;
    }

    /// <summary>Its PID 1, as the machine sees it.</summary>
    public int Pid { get; }

    /// <summary>Makes the host of <paramref name="node"/>; it ends with the demo in <paramref name="folder"/>.</summary>
    /// <exception cref="NodeHostRefusedException">The machine refuses namespaces.</exception>
    public static async Task<NodeHost> StartAsync(string node, DemoFolder folder, CancellationToken cancellationToken)
    {
        var process = ChildProcess.Start(
            new ProcessStartInfo("setsid", Arguments(node))
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }.Marked(folder.Path)
        );

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(patience.Token);
            if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
                return new NodeHost(process, pid);

            throw new NodeHostRefusedException((await process.StandardError.ReadToEndAsync(patience.Token)).Trim());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NodeHostRefusedException($"unshare did not answer within {Patience.TotalSeconds:0} s");
        }
        finally
        {
            if (process.HasExited)
                process.Dispose();
        }
    }

    /// <summary>The arguments after <c>setsid</c>. The network stays the machine's.</summary>
    public static IReadOnlyList<string> Arguments(string node) =>
        [
            "unshare",
            "--mount",
            "--uts",
            "--ipc",
            "--cgroup",
            "--pid",
            "--fork",
            "--kill-child",
            "sh",
            "-c",
            EmbeddedScripts.NodeInit,
            $"init-of-{node}",
            node,
        ];

    /// <summary>Lets it end: its PID 1 reads this end.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.Dispose();
    }
}

/// <summary>The machine refuses namespaces; the message is its own.</summary>
internal sealed class NodeHostRefusedException(string message) : Exception(message);
