using System.Net.Sockets;

namespace NodeTasker.Testing;

/// <summary>One connection through <see cref="CuttableProxy"/>.</summary>
internal sealed class ProxiedConnection(TcpClient client) : IDisposable
{
    private readonly TcpClient _server = new();
    private volatile bool _frozen;

    public void Freeze() => _frozen = true;

    public void Reset()
    {
        try
        {
            client.Client.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or NullReferenceException)
        {
            // It has just ended by itself.
        }

        Dispose();
    }

    /// <summary>Passes bytes on, both ways, until one side ends.</summary>
    public async Task RunAsync(Uri target, CancellationToken cancellationToken)
    {
        try
        {
            await _server.ConnectAsync(target.Host, target.Port, cancellationToken);
            client.NoDelay = _server.NoDelay = true;
            var there = PumpAsync(client.GetStream(), _server.GetStream(), cancellationToken);
            var back = PumpAsync(_server.GetStream(), client.GetStream(), cancellationToken);
            await await Task.WhenAny(there, back);
            await (_frozen ? Task.WhenAll(there, back) : Task.CompletedTask);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // Either side has gone, or the proxy has cut it.
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        client.Dispose();
        _server.Dispose();
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (_frozen) continue;
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }
}
