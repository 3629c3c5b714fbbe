using System.ComponentModel;
using System.Runtime.InteropServices;

namespace NodeTasker.HostAgent.Journal;

/// <summary>Writes that survive a power cut. https://lwn.net/Articles/457667/ says why each step is needed.</summary>
internal static partial class DurableFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var next = path + ".next";
        using (
            var file = new FileStream(
                next,
                new FileStreamOptions
                {
                    Mode = FileMode.Create,
                    Access = FileAccess.Write,
                    BufferSize = 0,
                    UnixCreateMode = OwnerOnly,
                }
            )
        )
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes names in <paramref name="folder"/> durable; .NET opens no folders.</summary>
    public static void SyncFolder(string folder)
    {
        const int ReadOnly = 0,
            Directory = 0x10000,
            CloseOnExec = 0x80000;
        var descriptor = Open(
            folder,
            ReadOnly | (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : Directory) | CloseOnExec
        );
        if (descriptor < 0)
            throw new IOException($"cannot open {folder}", new Win32Exception(Marshal.GetLastPInvokeError()));
        try
        {
            if (Sync(descriptor) != 0)
                throw new IOException($"cannot sync {folder}", new Win32Exception(Marshal.GetLastPInvokeError()));
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
