using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodeTasker.LocalCluster.Http;

namespace NodeTasker.LocalCluster.Hosting;

/// <summary>Kestrel on 127.0.0.1 with TLS; asks every request for the token.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;
    private readonly BearerToken _token;

    private Listener(WebApplication app, X509Certificate2 certificate, BearerToken token)
    {
        _app = app;
        _certificate = certificate;
        _token = token;
        Url = new Uri($"{app.Urls.Single()}/");
    }

    public Uri Url { get; }

    public string Token => _token.Text;

    public string CertificatePem => _certificate.ExportCertificatePem();

    public static async Task<Listener> StartAsync(int port, RequestDelegate handle, CancellationToken cancellationToken)
    {
        var certificate = ServingCertificate.Create();
        var token = new BearerToken();

        // An empty builder: neither environment variables nor files of the current folder may open another port.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoHostLifetime>();
        builder
            .WebHost.UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .ConfigureKestrel(options =>
            {
                options.AddServerHeader = false;
                options.Limits.MaxRequestBodySize = BodyReader.HardLimit;
                options.Limits.MaxConcurrentConnections = null;
                // A watch may be read slowly; its queue is bounded.
                options.Limits.MinResponseDataRate = null;
                options.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(certificate));
            });

        var app = builder.Build();
        app.Run(http =>
            token.Matches(http.Request.Headers.Authorization)
                ? handle(http)
                : ApiResponse.WriteErrorAsync(http, ApiException.Unauthorized())
        );
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            certificate.Dispose();
            throw;
        }

        return new Listener(app, certificate, token);
    }

    public async ValueTask DisposeAsync()
    {
        using (var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2)))
            await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    /// <summary>The server lives in another program, whose signals are not its business.</summary>
    private sealed class NoHostLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
