using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Connecting;

/// <summary>What an API server hears of one who asks.</summary>
internal sealed record Asked(string ServerName, string? Authorization, string Impersonation, string? Certificate);

/// <summary>An API server that knows nothing and remembers who asked, as whom, and over which proxy.</summary>
internal sealed class RecordingApi : IAsyncDisposable
{
    private readonly ConcurrentQueue<Asked> _asked = [];
    private readonly ConcurrentQueue<string> _proxied = [];
    private readonly TcpListener _proxy = new(IPAddress.Loopback, 0);
    private readonly WebApplication _server;

    private RecordingApi(TempDir folder)
    {
        var certificates = TestCertificates.Create(folder.Path, "api.example.invalid");
        File.WriteAllText(folder["ca.crt"], certificates.Authority);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
                {
                    using var pem = X509Certificate2.CreateFromPemFile(certificates.CertificateFile, certificates.KeyFile);
                    https.ServerCertificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    https.ClientCertificateValidation = (_, _, _) => true;
                })));
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    public Uri Url => new(_server.Urls.Single());

    /// <summary>Whether the proxy lets only those through who have a password, whichever.</summary>
    public bool AsksForPassword { get; set; }

    public Uri Proxy => new($"http://{_proxy.LocalEndpoint}");

    public static async Task<RecordingApi> StartAsync(TempDir folder, CancellationToken cancellationToken)
    {
        var api = new RecordingApi(folder);
        await api._server.StartAsync(cancellationToken);
        api._proxy.Start();
        _ = api.AcceptAsync();
        return api;
    }

    /// <summary>A client certificate of its own, as two files of PEM.</summary>
    public static void WriteClientCertificate(string name, string certificateFile, string keyFile)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            DateTimeOffset.UtcNow.AddMinutes(-5),
            DateTimeOffset.UtcNow.AddDays(1)
        );
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>What has been asked since the last call: each asker once, and each connection over the proxy.</summary>
    public (IReadOnlyList<Asked> Asked, IReadOnlyList<string> Proxied) TakeSeen()
    {
        var seen = (_asked.Distinct().ToList(), _proxied.Distinct().ToList());
        _asked.Clear();
        _proxied.Clear();
        return seen;
    }

    public async ValueTask DisposeAsync()
    {
        _proxy.Dispose();
        await _server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        _asked.Enqueue(
            new Asked(
                context.Features.Get<ITlsHandshakeFeature>()!.HostName,
                headers.Authorization,
                string.Join(
                    "; ",
                    headers
                        .Where(header => header.Key.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase))
                        .Select(header => $"{header.Key.ToLowerInvariant()}: {string.Join(" + ", [.. header.Value])}")
                        .Order(StringComparer.Ordinal)
                ),
                (await context.Connection.GetClientCertificateAsync(context.RequestAborted))?.Subject
            )
        );
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(
            """{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","message":"nothing is here","code":404}""",
            context.RequestAborted
        );
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = TunnelAsync(await _proxy.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // Disposed of.
        }
    }

    /// <summary>Wherever somebody wants to go, this API server is there.</summary>
    private async Task TunnelAsync(TcpClient client)
    {
        try
        {
            using var _ = client;
            var stream = client.GetStream();
            var head = "";
            while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal) && stream.ReadByte() is >= 0 and var octet)
                head += (char)octet;
            var credentials = head.Split("\r\n")
                .FirstOrDefault(line => line.StartsWith("Proxy-Authorization:", StringComparison.OrdinalIgnoreCase));
            if (credentials is null && AsksForPassword)
            {
                await stream.WriteAsync(
                    "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray()
                );
                return;
            }

            _proxied.Enqueue($"{head.Split(" HTTP/")[0]} {credentials?.Split(' ', 2)[1]}");
            await stream.WriteAsync("HTTP/1.1 200 Connected\r\n\r\n"u8.ToArray());
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, Url.Port);
            await Task.WhenAny(stream.CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(stream));
        }
        catch (IOException)
        {
            // The client has gone.
        }
    }
}
