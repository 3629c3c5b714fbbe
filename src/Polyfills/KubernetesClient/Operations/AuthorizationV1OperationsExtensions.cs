using k8s.Autorest;
using k8s.Models;

namespace k8s;

public static partial class AuthorizationV1OperationsExtensions
{
    public static async Task<V1SelfSubjectAccessReview> CreateSelfSubjectAccessReviewAsync(this IAuthorizationV1Operations operations, V1SelfSubjectAccessReview body, string dryRun = default, string fieldManager = default, string fieldValidation = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.CreateSelfSubjectAccessReviewWithHttpMessagesAsync(body, dryRun, fieldManager, fieldValidation, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }
}
