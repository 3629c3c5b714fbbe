using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace NodeTasker.Testing;

/// <summary>A real process with its output captured, that is certainly dead once this is disposed or the test process ends.</summary>
public sealed class RunningProcess : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<int, RunningProcess> Alive = [];

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    static RunningProcess() =>
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            foreach (var process in Alive.Values)
                process.Kill();
        };

    private RunningProcess(Process process)
    {
        _process = process;
        Id = process.Id;
        Alive[Id] = this;
        process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id { get; }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public StreamWriter StandardInput => _process.StandardInput;

    public string StandardOutput => Read(_output);

    public string StandardError => Read(_error);

    public static RunningProcess Start(
        string file,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null
    )
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;

        return new RunningProcess(Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start."));
    }

    /// <summary>Runs a process to its end, at most <paramref name="within"/> (30 s) long.</summary>
    public static async Task<ProcessOutcome> RunAsync(
        string file,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        TimeSpan? within = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var process = Start(file, arguments, environment);
        process.StandardInput.Close();
        await process.WaitForExitAsync(within, cancellationToken);
        return new ProcessOutcome(process.ExitCode, process.StandardOutput, process.StandardError);
    }

    public bool Signal(int signal) => !HasExited && UnixSignal.Send(Id, signal);

    public void Kill() => Signal(UnixSignal.Kill);

    /// <summary>Waits for the end and for the last line of output.</summary>
    public async Task WaitForExitAsync(TimeSpan? within = null, CancellationToken cancellationToken = default)
    {
        var deadline = within ?? Eventually.DefaultDeadline;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(deadline);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{_process.StartInfo.FileName} still ran after {deadline.TotalSeconds} s.\n{StandardOutput}\n{StandardError}"
            );
        }
    }

    /// <summary>Waits for the end, but not longer; false when it has not come.</summary>
    public async Task<bool> TryWaitForExitAsync(TimeSpan within)
    {
        using var bound = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(bound.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        // Not for ever: a grandchild may hold the output open.
        await TryWaitForExitAsync(TimeSpan.FromSeconds(5));
        Alive.TryRemove(Id, out _);
        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.Append(line).Append('\n');
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
