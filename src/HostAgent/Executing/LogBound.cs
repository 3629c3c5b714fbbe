using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NodeTasker.HostAgent.Executing;

/// <summary>
/// Keeps a log that grows without end from filling the disk: its middle is given back to the file system (fallocate(2), punch hole)
/// while its head, its tail and its length stay, and the script notices nothing.
/// </summary>
internal static partial class LogBound
{
    private const int KeepSize = 1,
        PunchHole = 2;
    private const long Page = 4096;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Looks after <paramref name="log"/> until cancelled; at most about <paramref name="maxBytes"/> of it stay on disk. Says why that failed, or null.</summary>
    public static async Task<string?> KeepAsync(OutputLog log, long maxBytes, TimeProvider time, CancellationToken cancellationToken)
    {
        var punched = maxBytes / 2 / Page * Page;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                punched = Bound(log, maxBytes, punched);
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The log could not be kept below {maxBytes} bytes on disk: {e.Message}";
        }
    }

    /// <summary>Punches what lies between head and tail now and returns up to where.</summary>
    private static long Bound(OutputLog log, long maxBytes, long punched)
    {
        var end = (log.Length - (maxBytes / 2)) / Page * Page;
        if (end <= punched)
            return punched;
        using var file = File.OpenHandle(log.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        return Fallocate(file, PunchHole | KeepSize, punched, end - punched) == 0
            ? end
            : throw new IOException(new Win32Exception(Marshal.GetLastPInvokeError()).Message);
    }

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Fallocate(SafeFileHandle descriptor, int mode, long offset, long length);
}
