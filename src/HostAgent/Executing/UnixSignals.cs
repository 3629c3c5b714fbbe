using System.Runtime.InteropServices;

namespace NodeTasker.HostAgent.Executing;

/// <summary>Signals as the kernel numbers them.</summary>
internal enum ProcessSignal
{
    /// <summary>SIGKILL.</summary>
    Kill = 9,

    /// <summary>SIGTERM.</summary>
    Terminate = 15,

    /// <summary>SIGSTOP.</summary>
    Freeze = 19,
}

/// <summary>kill(2), and the names that systemd gives to signals.</summary>
internal static partial class UnixSignals
{
    private static readonly string[] Names =
    [
        "",
        "HUP",
        "INT",
        "QUIT",
        "ILL",
        "TRAP",
        "ABRT",
        "BUS",
        "FPE",
        "KILL",
        "USR1",
        "SEGV",
        "USR2",
        "PIPE",
        "ALRM",
        "TERM",
        "STKFLT",
        "CHLD",
        "CONT",
        "STOP",
        "TSTP",
        "TTIN",
        "TTOU",
        "URG",
        "XCPU",
        "XFSZ",
        "VTALRM",
        "PROF",
        "WINCH",
        "IO",
        "PWR",
        "SYS",
    ];

    public static void Send(int pid, ProcessSignal signal) => _ = Kill(pid, (int)signal);

    /// <summary>The number of <paramref name="name"/>, a name without SIG or a number; null when it is neither.</summary>
    public static int? NumberOf(string name) =>
        Array.IndexOf(Names, name) is > 0 and var number ? number
        : int.TryParse(name, System.Globalization.CultureInfo.InvariantCulture, out var given) ? given
        : null;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
