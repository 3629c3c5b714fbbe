using System.Net.Sockets;
using System.Runtime.Versioning;

namespace Microsoft.Extensions.Hosting.Systemd;

/// <summary>Sends to the socket that <c>NOTIFY_SOCKET</c> names.</summary>
[UnsupportedOSPlatform("browser")]
public class SystemdNotifier : ISystemdNotifier
{
    private const string SocketVariable = "NOTIFY_SOCKET";

    private readonly UnixDomainSocketEndPoint? _endPoint;

    /// <summary>Reads the environment, once.</summary>
    public SystemdNotifier()
        : this(Environment.GetEnvironmentVariable(SocketVariable))
    {
    }

    internal SystemdNotifier(string? socketPath)
    {
        if (string.IsNullOrEmpty(socketPath))
            return;

        // An abstract socket has no file; its address starts with NUL, which an environment variable can't hold.
        _endPoint = new UnixDomainSocketEndPoint(socketPath[0] == '@' ? '\0' + socketPath[1..] : socketPath);
    }

    /// <inheritdoc/>
    public bool IsEnabled => _endPoint is not null;

    /// <inheritdoc/>
    /// <exception cref="SocketException">The socket is there no more.</exception>
    public void Notify(ServiceState state)
    {
        if (_endPoint is null)
            return;

        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Connect(_endPoint);
        socket.Send(state.Data);
    }
}
