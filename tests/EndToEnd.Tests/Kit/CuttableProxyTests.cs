using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NodeTasker.EndToEnd.Tests.Kit;

public sealed class CuttableProxyTests : IAsyncLifetime
{
    private readonly TcpListener _echo = new(IPAddress.Loopback, 0);
    private CuttableProxy _proxy = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _echo.Start();
        _ = EchoAsync();
        _proxy = new CuttableProxy(new Uri($"http://127.0.0.1:{((IPEndPoint)_echo.LocalEndpoint).Port}"));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _echo.Dispose();
    }

    [Fact(Timeout = 30_000)]
    public async Task Bytes_pass_and_connections_are_counted()
    {
        using var first = await ConnectAsync().WaitAsync(TestContext.Current.CancellationToken);
        using var second = await ConnectAsync();

        Assert.Equal("hello", await AskAsync(first, "hello"));
        Assert.Equal("there", await AskAsync(second, "there"));
        Assert.Equal((2, 2), (_proxy.Accepted, _proxy.Open));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_cut_ends_what_is_open_and_lets_new_connections_in()
    {
        using var before = await ConnectAsync().WaitAsync(TestContext.Current.CancellationToken);
        await AskAsync(before, "up");

        _proxy.Cut();

        await Assert.ThrowsAnyAsync<IOException>(() => AskAsync(before, "gone"));
        using var after = await ConnectAsync();
        Assert.Equal("new", await AskAsync(after, "new"));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_frozen_connection_stays_open_and_answers_nothing_even_after_the_thaw()
    {
        using var frozen = await ConnectAsync().WaitAsync(TestContext.Current.CancellationToken);
        await AskAsync(frozen, "up");

        _proxy.Freeze();
        _proxy.Thaw();

        using var fresh = await ConnectAsync();
        var silence = AskAsync(frozen, "lost");
        Assert.Equal("new", await AskAsync(fresh, "new"));
        Assert.False(silence.IsCompleted);
        _proxy.Cut();
        await Assert.ThrowsAnyAsync<IOException>(() => silence);
    }

    private static async Task<string> AskAsync(TcpClient client, string text)
    {
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), Cancellation);
        var answer = new byte[text.Length];
        await stream.ReadExactlyAsync(answer, Cancellation);
        return Encoding.ASCII.GetString(answer);
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(_proxy.Url.Host, _proxy.Url.Port, Cancellation);
        return client;
    }

    private async Task EchoAsync()
    {
        try
        {
            while (true)
                _ = EchoAsync(await _echo.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task EchoAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await client.GetStream().CopyToAsync(client.GetStream());
            }
            catch (IOException)
            {
                // Cut.
            }
        }
    }
}
