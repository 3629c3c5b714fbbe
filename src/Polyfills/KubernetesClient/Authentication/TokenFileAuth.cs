using System.Net.Http.Headers;
using k8s.Exceptions;

namespace k8s.Authentication;

/// <summary>The token of a file that somebody else rotates, as the kubelet does with a service account's.</summary>
public class TokenFileAuth : ITokenProvider
{
    private readonly string _path;
    private string _token;

    public TokenFileAuth(string tokenFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(tokenFile);
        _path = tokenFile;
    }

    // Read for every request: a token is a kilobyte in memory, and looking for changes behind the kubelet's links costs as much.
    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        try
        {
            var token = (await File.ReadAllTextAsync(_path, cancellationToken).ConfigureAwait(false)).Trim();
            if (token.Length > 0) _token = token;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The last token outlives the moment in which its file is being replaced.
            if (_token is null) throw new KubeConfigException($"The token file can't be read: {e.Message}", e);
        }

        return new AuthenticationHeaderValue("Bearer", _token ?? throw new KubeConfigException($"The token file {_path} is empty."));
    }
}
