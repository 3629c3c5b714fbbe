using k8s.Autorest;
using k8s.Models;

namespace k8s;

public abstract partial class AbstractKubernetes : IAuthorizationV1Operations
{
    public virtual IAuthorizationV1Operations AuthorizationV1 => this;

    Task<HttpOperationResponse<V1SelfSubjectAccessReview>> IAuthorizationV1Operations.CreateSelfSubjectAccessReviewWithHttpMessagesAsync(V1SelfSubjectAccessReview body, string dryRun, string fieldManager, string fieldValidation, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1SelfSubjectAccessReview, V1SelfSubjectAccessReview>(HttpMethod.Post, Uri, body, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("apis/authorization.k8s.io/v1").Segment("selfsubjectaccessreviews")
            .Query("dryRun", dryRun)
            .Query("fieldManager", fieldManager)
            .Query("fieldValidation", fieldValidation)
            .Query("pretty", pretty);
    }
}
