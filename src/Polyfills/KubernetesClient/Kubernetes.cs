using System.Net;
using System.Text;
using System.Text.Json;
using k8s.Authentication;
using k8s.Autorest;
using k8s.Exceptions;
using k8s.Models;

namespace k8s;

public partial class Kubernetes : AbstractKubernetes, IKubernetes
{
    private readonly JsonSerializerOptions _jsonOptions;
    private readonly string _tlsServerName;
    private readonly bool _disableHttp2;
    private Uri _baseUri;
    private bool _disposed;

    public Kubernetes(KubernetesClientConfiguration config, params DelegatingHandler[] handlers)
    {
        if (config is null) throw new KubeConfigException("A KubernetesClientConfiguration must be given.");
        if (string.IsNullOrWhiteSpace(config.Host)) throw new KubeConfigException("The configuration names no host: set Host to the API server's URL.");
        if (!Uri.TryCreate(config.Host, UriKind.Absolute, out var host) || host.Scheme is not ("http" or "https"))
            throw new KubeConfigException($"The host '{config.Host}' is not a URL: expected something like https://10.0.0.1:6443.");

        BaseUri = host;
        HttpClientTimeout = config.HttpClientTimeout;
        Credentials = CreateCredentials(config);
        HttpClient = CreateHttpClient(config, handlers);
        _jsonOptions = config.JsonSerializerOptions;
        _tlsServerName = config.TlsServerName;
        _disableHttp2 = config.DisableHttp2;
    }

    /// <summary>The API server's address; always ends with a slash.</summary>
    public Uri BaseUri
    {
        get => _baseUri;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _baseUri = value.AbsoluteUri.EndsWith('/') ? value : new Uri(value.AbsoluteUri + "/");
        }
    }

    public ServiceClientCredentials Credentials { get; private set; }

    public HttpClient HttpClient { get; protected set; }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (_disposed) return;
        _disposed = true;
        if (disposing) HttpClient?.Dispose();
    }

    protected override async Task<HttpOperationResponse<T>> CreateResultAsync<T>(HttpRequestMessage httpRequest, HttpResponseMessage httpResponse, bool? watch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(httpResponse);
        var result = new HttpOperationResponse<T> { Request = httpRequest, Response = httpResponse };
        if (watch == true)
        {
            httpResponse.Content = await WatchContent.StartAsync(httpResponse.Content, _jsonOptions, cancellationToken).ConfigureAwait(false);
            return result;
        }

        var stream = await httpResponse.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
            result.Body = await JsonSerializer.DeserializeAsync(stream, KubernetesJson.TypeInfo<T>(_jsonOptions), cancellationToken).ConfigureAwait(false);
        return result;
    }

    protected override Task<HttpResponseMessage> SendRequest<T>(string relativeUri, HttpMethod method, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, T body, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(method, new Uri(BaseUri, relativeUri));
        if (!_disableHttp2) request.Version = HttpVersion.Version20;
        foreach (var (name, values) in customHeaders ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, values);
        }

        if (body is null) return SendRequestRaw("", request, cancellationToken);

        var content = body is V1Patch { Content: string raw } ? raw : KubernetesJson.Serialize(body, _jsonOptions);
        request.Content = new StringContent(content, Encoding.UTF8);
        request.Content.Headers.ContentType = GetHeader(body);
        return SendRequestRaw(content, request, cancellationToken);
    }

    protected virtual async Task<HttpResponseMessage> SendRequestRaw(string requestContent, HttpRequestMessage httpRequest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(httpRequest);
        if (Credentials is not null) await Credentials.ProcessHttpRequestAsync(httpRequest, cancellationToken).ConfigureAwait(false);
        // SocketsHttpHandler takes the name that it asks for and checks in TLS from the Host header.
        if (!string.IsNullOrWhiteSpace(_tlsServerName)) httpRequest.Headers.Host = _tlsServerName;

        var response = await HttpClient.SendAsync(httpRequest, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode) return response;

        using (response)
        {
            var content = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            throw new HttpOperationException($"Operation returned an invalid status code '{response.StatusCode}', response body {content}")
            {
                Request = new HttpRequestMessageWrapper(httpRequest, requestContent),
                Response = new HttpResponseMessageWrapper(response, content),
            };
        }
    }
}
