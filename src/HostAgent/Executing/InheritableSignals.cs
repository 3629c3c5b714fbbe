using System.Runtime.InteropServices;

namespace NodeTasker.HostAgent.Executing;

/// <summary>
/// .NET ignores SIGPIPE, and what is ignored stays so in every child, where no shell can undo it: <c>yes | head</c> then complains,
/// and <c>while :; do echo y; done | head -1</c> never ends. A handler is not inherited.
/// </summary>
internal static partial class InheritableSignals
{
    private const int BrokenPipe = 13;

    private static readonly bool IsHandled = Handle();

    /// <summary>Makes sure that children get SIGPIPE as a fresh process does.</summary>
    public static void Restore() => GC.KeepAlive(IsHandled);

    /// <summary>The handler is a function of libc that does nothing with its number: no managed code can run in a signal handler.</summary>
    private static bool Handle() =>
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "abs", out var nothing) && SetHandler(BrokenPipe, nothing) != -1;

    [LibraryImport("libc", EntryPoint = "signal", SetLastError = true)]
    private static partial nint SetHandler(int signal, nint handler);
}
