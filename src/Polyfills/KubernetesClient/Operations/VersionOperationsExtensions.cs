using k8s.Autorest;
using k8s.Models;

namespace k8s;

public static partial class VersionOperationsExtensions
{
    public static async Task<VersionInfo> GetCodeAsync(this IVersionOperations operations, CancellationToken cancellationToken = default)
    {
        using var response = await operations.GetCodeWithHttpMessagesAsync(null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }
}
