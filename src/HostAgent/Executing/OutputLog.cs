using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Executing;

/// <summary>What a run has written, on disk, but for the middle that <see cref="LogBound"/> takes; whoever asks gets head and tail.</summary>
/// <param name="Path">The file, the same on the host and for the agent.</param>
internal sealed partial record OutputLog(string Path)
{
    private const int SeekData = 3,
        SeekHole = 4;

    /// <summary>How much was written so far, in bytes.</summary>
    public long Length
    {
        get
        {
            try
            {
                return new FileInfo(Path).Length;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return 0;
            }
        }
    }

    /// <summary>The excerpt for a result of at most <paramref name="limit"/> bytes, and how much there is in all; null when nothing was written.</summary>
    public (OutputExcerpt Excerpt, long TotalBytes)? Read(int limit)
    {
        try
        {
            // A script can put anything in the place of its log; opening a named pipe would wait for ever.
            if (
                !File.Exists(Path)
                || (File.GetAttributes(Path) & (FileAttributes.Directory | FileAttributes.ReparsePoint | FileAttributes.Device)) != 0
                || new FileInfo(Path).Length == 0
            )
                return null;
            using var file = File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var total = RandomAccess.GetLength(file);
            if (total == 0)
                return null;
            if (total <= limit)
                return (OutputExcerpt.Of(ReadAt(file, 0, (int)total), [], total, limit), total);
            var half = limit / 2;
            return (OutputExcerpt.Of(ReadAt(file, 0, half), ReadAt(file, total - half, half), total, limit, Kept(file, total)), total);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Kept(SafeFileHandle file, long total)
    {
        var hole = Seek(file, 0, SeekHole);
        var data = hole < 0 || hole >= total ? -1 : Seek(file, hole, SeekData);
        return data < 0
            ? "all of it is in the node's log"
            : string.Create(CultureInfo.InvariantCulture, $"the node's log has the first {hole:N0} and the last {total - data:N0} bytes");
    }

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(SafeFileHandle file, long offset, int whence);

    private static byte[] ReadAt(SafeFileHandle file, long offset, int count)
    {
        var buffer = new byte[count];
        var read = 0;
        while (read < count)
        {
            var n = RandomAccess.Read(file, buffer.AsSpan(read), offset + read);
            if (n == 0)
                return buffer[..read];
            read += n;
        }

        return buffer;
    }
}
