namespace NodeTasker.Testing;

/// <summary>The namespaces of a host of its own, with its own hostname and process ids; everything in them dies with this.</summary>
public sealed class HostNamespaces : IAsyncDisposable
{
    // The init reaps whatever is left to it, and ends when the test process does (its standard input closes).
    private const string Init = """hostname "$1"; exec 3<&0; cat <&3 >/dev/null & echo up; wait $!""";

    private readonly RunningProcess _holder;

    private HostNamespaces(RunningProcess holder, int initProcessId)
    {
        _holder = holder;
        InitProcessId = initProcessId;
    }

    /// <summary>The process to enter with nsenter, as the machine numbers it.</summary>
    public int InitProcessId { get; }

    /// <summary>Why there can be no such host here; null when there can.</summary>
    public static async Task<string?> WhyUnavailableAsync(CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
            return "Namespaces of a host's own need root.";
        var tried = await RunningProcess.RunAsync("unshare", [.. Namespaces, "true"], cancellationToken: cancellationToken);
        return tried.ExitCode == 0 ? null : $"unshare is refused here: {tried.StandardError.Trim()}";
    }

    private static string[] Namespaces => ["--mount", "--uts", "--ipc", "--cgroup", "--pid", "--fork", "--kill-child", "--mount-proc"];

    public static async Task<HostNamespaces> CreateAsync(string hostname, CancellationToken cancellationToken)
    {
        var holder = RunningProcess.Start("unshare", [.. Namespaces, "sh", "-c", Init, "init", hostname]);
        try
        {
            await Eventually.IsTrueAsync(
                $"host {hostname} is up",
                () => holder.StandardOutput.Contains("up", StringComparison.Ordinal),
                cancellationToken: cancellationToken
            );
            var children = await File.ReadAllTextAsync($"/proc/{holder.Id}/task/{holder.Id}/children", cancellationToken);
            return new HostNamespaces(holder, int.Parse(children.Trim(), System.Globalization.CultureInfo.InvariantCulture));
        }
        catch
        {
            await holder.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _holder.DisposeAsync();
}
