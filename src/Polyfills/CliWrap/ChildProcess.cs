using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CliWrap;

internal sealed partial class ChildProcess : IDisposable
{
    private const int Sigint = 2;

    private readonly Process _process;

    private ChildProcess(Process process)
    {
        _process = process;
        Id = process.Id;
        // UTC: the local zone would have to be loaded first, between the request and the start.
        StartTime = TimeProvider.System.GetUtcNow();
    }

    public int Id { get; }

    public DateTimeOffset StartTime { get; }

    public int ExitCode => _process.ExitCode;

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    public Stream Error => _process.StandardError.BaseStream;

    public static ChildProcess Start(ProcessStartInfo startInfo, Action<Process> configure)
    {
        var process = new Process { StartInfo = startInfo };
        try
        {
            if (!process.Start())
                throw new InvalidOperationException($"'{startInfo.FileName}' could not be started as a new process.");
        }
        catch (Win32Exception exception)
        {
            process.Dispose();
            throw new Win32Exception(
                exception.NativeErrorCode,
                $"'{startInfo.FileName}' could not be started in '{startInfo.WorkingDirectory}': {exception.Message}");
        }
        catch
        {
            process.Dispose();
            throw;
        }

        var child = new ChildProcess(process);
        try
        {
            configure(process);
            return child;
        }
        catch
        {
            child.Kill();
            child.Dispose();
            throw;
        }
    }

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Never throws: whoever waits for the end sees whether it worked.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
        }
    }

    public void Interrupt()
    {
        // The process is a zombie, which keeps its id, until the runtime reaps it and HasExited is true.
        if (_process.HasExited)
            return;

        if (OperatingSystem.IsWindows() || SendSignal(Id, Sigint) != 0)
            Kill();
    }

    public void Dispose() => _process.Dispose();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);
}
