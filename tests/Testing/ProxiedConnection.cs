using System.Net.Sockets;

namespace NodeTasker.Testing;

/// <summary>One connection through <see cref="CuttableProxy"/>.</summary>
internal sealed class ProxiedConnection(Socket client) : IDisposable
{
    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp);
    private volatile bool _frozen;

    public void Freeze() => _frozen = true;

    /// <summary>Passes bytes on, both ways, until one side ends.</summary>
    public async Task RunAsync(Uri target, CancellationToken cancellationToken)
    {
        try
        {
            await _server.ConnectAsync(target.Host, target.Port, cancellationToken);
            client.NoDelay = _server.NoDelay = true;
            var there = PumpAsync(client, _server, cancellationToken);
            var back = PumpAsync(_server, client, cancellationToken);
            await await Task.WhenAny(there, back);
            if (_frozen)
                await Task.WhenAll(there, back);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Either side has gone, or the proxy has cut it.
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Ends it abruptly.</summary>
    public void Dispose()
    {
        client.Dispose();
        _server.Dispose();
    }

    private async Task PumpAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.ReceiveAsync(buffer, cancellationToken)) > 0)
        {
            for (var sent = 0; sent < read && !_frozen; )
                sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), cancellationToken);
        }
    }
}
