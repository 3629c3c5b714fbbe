using k8s.Autorest;
using k8s.Models;

namespace k8s;

public abstract partial class AbstractKubernetes : IVersionOperations
{
    public virtual IVersionOperations Version => this;

    Task<HttpOperationResponse<VersionInfo>> IVersionOperations.GetCodeWithHttpMessagesAsync(IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<VersionInfo, object>(HttpMethod.Get, Uri, null, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("version");
    }
}
