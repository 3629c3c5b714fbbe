using k8s.Autorest;
using k8s.Models;

namespace k8s;

public abstract partial class AbstractKubernetes : IAuthenticationV1Operations
{
    public virtual IAuthenticationV1Operations AuthenticationV1 => this;

    Task<HttpOperationResponse<V1TokenReview>> IAuthenticationV1Operations.CreateTokenReviewWithHttpMessagesAsync(V1TokenReview body, string dryRun, string fieldManager, string fieldValidation, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1TokenReview, V1TokenReview>(HttpMethod.Post, Uri, body, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("apis/authentication.k8s.io/v1").Segment("tokenreviews")
            .Query("dryRun", dryRun)
            .Query("fieldManager", fieldManager)
            .Query("fieldValidation", fieldValidation)
            .Query("pretty", pretty);
    }
}
