using System.Net.Sockets;
using System.Text;
using NodeTasker.Polyfills.Tests.CliWrap;

namespace NodeTasker.Polyfills.Tests.HostingSystemd;

/// <summary>systemd's end of <c>NOTIFY_SOCKET</c>, a real datagram socket.</summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public NotifySocket(bool isAbstract)
    {
        var name = isAbstract ? $"@node-tasker-{Guid.NewGuid():N}" : _folder["notify"];
        _socket.Bind(new UnixDomainSocketEndPoint(isAbstract ? '\0' + name[1..] : name));
        Address = name;
    }

    /// <summary>The value of the variable.</summary>
    public string Address { get; }

    public async Task<string> NextAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var count = await _socket.ReceiveAsync(buffer, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, count);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _folder.Dispose();
    }
}
