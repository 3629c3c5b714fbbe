using System.Net.Http.Headers;

namespace k8s.Authentication;

public sealed class StringTokenProvider : ITokenProvider
{
    private readonly AuthenticationHeaderValue _header;

    public StringTokenProvider(string accessToken, string tokenType) => _header = new AuthenticationHeaderValue(tokenType, accessToken);

    public Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken) => Task.FromResult(_header);
}
