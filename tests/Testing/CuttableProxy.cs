using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace NodeTasker.Testing;

/// <summary>A TCP proxy between a client and an API server that can break the way a network breaks; TLS passes through.</summary>
public sealed class CuttableProxy : IAsyncDisposable
{
    private readonly Uri _target;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<ProxiedConnection, bool> _open = [];
    private readonly ConcurrentBag<Task> _serving = [];
    private readonly Task _accepting;
    private volatile bool _frozen;
    private volatile bool _refusing;
    private int _accepted;

    public CuttableProxy(Uri target)
    {
        _target = target;
        _listener.Start();
        Url = new UriBuilder(target) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect to, with the scheme of the target.</summary>
    public Uri Url { get; }

    /// <summary>How many connections have been accepted so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>How many are open now.</summary>
    public int Open => _open.Count;

    /// <summary>Ends each open connection abruptly; new ones work.</summary>
    public void Cut()
    {
        foreach (var connection in _open.Keys)
            connection.Dispose();
    }

    /// <summary>Ends each open connection and every new one until <see cref="Admit"/>.</summary>
    public void Refuse()
    {
        _refusing = true;
        Cut();
    }

    public void Admit() => _refusing = false;

    /// <summary>Silently drops what is sent on open connections, for ever, and on new ones: both sides believe that they are connected.</summary>
    public void Freeze()
    {
        _frozen = true;
        foreach (var connection in _open.Keys)
            connection.Freeze();
    }

    /// <summary>New connections work again; those that were frozen stay half-open.</summary>
    public void Thaw() => _frozen = false;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        Cut();
        await _accepting;
        await Task.WhenAll(_serving);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptSocketAsync(_stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            Interlocked.Increment(ref _accepted);
            var connection = new ProxiedConnection(client);
            if (_frozen)
                connection.Freeze();
            if (_refusing)
                connection.Dispose();
            _open[connection] = true;
            _serving.Add(ServeAsync(connection));
        }
    }

    private async Task ServeAsync(ProxiedConnection connection)
    {
        await connection.RunAsync(_target, _stop.Token);
        _open.TryRemove(connection, out _);
    }
}
