using k8s.Autorest;
using k8s.Models;

namespace k8s;

public partial interface IAuthenticationV1Operations
{
    Task<HttpOperationResponse<V1TokenReview>> CreateTokenReviewWithHttpMessagesAsync(V1TokenReview body, string dryRun = default, string fieldManager = default, string fieldValidation = default, bool? pretty = default, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders = null, CancellationToken cancellationToken = default);
}
