using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace NodeTasker.Polyfills.Tests.KubernetesClient;

/// <summary>An HTTP/1.1 server of which a test decides every byte, so that it can split, stall and cut an answer where it likes.</summary>
internal sealed class StandInServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<StandInRequest, Stream, CancellationToken, Task> _answer;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly Task _accepting;

    public StandInServer(Func<StandInRequest, Stream, CancellationToken, Task> answer, SslServerAuthenticationOptions? tls = null)
    {
        _answer = answer;
        _tls = tls;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public ConcurrentQueue<StandInRequest> Requests { get; } = new();

    public string Url => $"{(_tls is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public static StandInServer Answering(string body, int status = 200, string headers = "")
        => new((_, stream, token) => WriteAsync(stream, Response(body, status, headers), token));

    public static string Response(string body, int status = 200, string headers = "")
        => $"HTTP/1.1 {status} Status\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}";

    public static Task StartStreamAsync(Stream stream, CancellationToken token)
        => WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n", token);

    public static Task ChunkAsync(Stream stream, string text, CancellationToken token)
        => WriteAsync(stream, $"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n", token);

    public static Task EndStreamAsync(Stream stream, CancellationToken token) => WriteAsync(stream, "0\r\n\r\n", token);

    public static async Task WriteAsync(Stream stream, string text, CancellationToken token)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), token);
        await stream.FlushAsync(token);
    }

    public k8s.Kubernetes Client(Action<k8s.KubernetesClientConfiguration>? configure = null)
    {
        var configuration = new k8s.KubernetesClientConfiguration { Host = Url };
        configure?.Invoke(configuration);
        return new k8s.Kubernetes(configuration);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                Stream stream = client.GetStream();
                if (_tls is not null)
                {
                    var secure = new SslStream(stream);
                    await secure.AuthenticateAsServerAsync(_tls, _stopping.Token);
                    stream = secure;
                }

                while (await StandInRequest.ReadAsync(stream, _stopping.Token) is { } request)
                {
                    Requests.Enqueue(request with { ClientCertificate = (stream as SslStream)?.RemoteCertificate?.Subject });
                    await _answer(request, stream, _stopping.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException or SocketException)
            {
                // The client went away, or the test is over: both are a test's own business.
            }
        }
    }
}
