using System.Net;

namespace NodeTasker.Cluster;

/// <summary>Makes each request one of the configuration's user.</summary>
internal sealed class Authentication(ClientConfiguration configuration) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization ??= await configuration.Credentials.AuthorizationAsync(cancellationToken);
        foreach (var (name, value) in configuration.Impersonation)
            request.Headers.TryAddWithoutValidation(name, value);
        // The one way to ask for a certificate of another name than the address's.
        request.Headers.Host = configuration.TlsServerName;
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
            configuration.Credentials.Plugin?.Refuse(request.Headers.Authorization?.Parameter);
        return response;
    }
}
