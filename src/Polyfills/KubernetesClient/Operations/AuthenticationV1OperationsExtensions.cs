using k8s.Autorest;
using k8s.Models;

namespace k8s;

public static partial class AuthenticationV1OperationsExtensions
{
    public static async Task<V1TokenReview> CreateTokenReviewAsync(this IAuthenticationV1Operations operations, V1TokenReview body, string dryRun = default, string fieldManager = default, string fieldValidation = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.CreateTokenReviewWithHttpMessagesAsync(body, dryRun, fieldManager, fieldValidation, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }
}
