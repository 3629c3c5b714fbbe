using System.Text;

namespace Microsoft.Extensions.Hosting.Systemd;

/// <summary>A message of the sd_notify protocol.</summary>
/// <seealso href="https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html"/>
public struct ServiceState
{
    /// <summary>The service has started: <c>READY=1</c>.</summary>
    public static readonly ServiceState Ready = new("READY=1");

    /// <summary>The service is about to end: <c>STOPPING=1</c>.</summary>
    public static readonly ServiceState Stopping = new("STOPPING=1");

    private readonly byte[]? _data;

    /// <summary>Any message, <c>WATCHDOG=1</c> or <c>STATUS=…</c> for example, sent as it is here.</summary>
    public ServiceState(string state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _data = Encoding.UTF8.GetBytes(state);
    }

    internal readonly ReadOnlySpan<byte> Data => _data;

    /// <summary>The message.</summary>
    public override readonly string ToString() => Encoding.UTF8.GetString(Data);
}
