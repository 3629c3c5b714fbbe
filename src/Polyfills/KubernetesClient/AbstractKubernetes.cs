using System.Net.Http.Headers;
using k8s.Autorest;
using k8s.Models;

namespace k8s;

public abstract partial class AbstractKubernetes
{
    private static readonly MediaTypeHeaderValue _json = new("application/json") { CharSet = "utf-8" };

    /// <summary>How long one call may take, from sending it to having read its answer. Watches are not limited.</summary>
    public virtual TimeSpan HttpClientTimeout { get; set; } = TimeSpan.FromSeconds(100);

    protected virtual MediaTypeHeaderValue GetHeader(object body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return body is V1Patch patch ? PatchHeader(patch.Type) : _json;
    }

    protected abstract Task<HttpOperationResponse<T>> CreateResultAsync<T>(HttpRequestMessage httpRequest, HttpResponseMessage httpResponse, bool? watch, CancellationToken cancellationToken);

    protected abstract Task<HttpResponseMessage> SendRequest<T>(string relativeUri, HttpMethod method, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, T body, CancellationToken cancellationToken);

    private static MediaTypeHeaderValue PatchHeader(V1Patch.PatchType type) => type switch
    {
        V1Patch.PatchType.JsonPatch => new("application/json-patch+json") { CharSet = "utf-8" },
        V1Patch.PatchType.MergePatch => new("application/merge-patch+json") { CharSet = "utf-8" },
        V1Patch.PatchType.StrategicMergePatch => new("application/strategic-merge-patch+json") { CharSet = "utf-8" },
        V1Patch.PatchType.ApplyPatch => new("application/apply-patch+yaml") { CharSet = "utf-8" },
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a kind of patch that Kubernetes knows."),
    };

    // The address is built inside, so that a bad name faults the task like any other failure of the call.
    private async Task<HttpOperationResponse<TResult>> SendAsync<TResult, TBody>(HttpMethod method, Func<RequestUri> uri, TBody body, bool? watch, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (watch != true) timeout.CancelAfter(HttpClientTimeout);

        var response = await SendRequest(uri().ToString(), method, customHeaders, body, timeout.Token).ConfigureAwait(false);
        try
        {
            return await CreateResultAsync<TResult>(response.RequestMessage, response, watch, timeout.Token).ConfigureAwait(false);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
