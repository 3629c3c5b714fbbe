using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s.Exceptions;

namespace NodeTasker.Cluster;

/// <summary>Who asks the API server: a token, a password or a client certificate. The last two of a plugin, or of files, change with time.</summary>
internal sealed class Credentials
{
    private Func<X509Certificate2>? _certificate;

    public AuthenticationHeaderValue? Fixed { get; init; }

    public TokenFile? TokenFile { get; init; }

    public ExecPlugin? Plugin { get; init; }

    public bool MayHaveCertificate => _certificate is not null || Plugin is not null;

    public static Credentials Of(YamlMap user, YamlMap cluster, string name, TimeProvider time)
    {
        if (user.Map("auth-provider") is not null)
            throw new KubeConfigException($"the user '{name}' has an auth-provider, which kubectl has given up; use an exec plugin");
        var (token, file) = (user.Text("token"), user.PathAt("tokenFile"));
        var plugin = user.Map("exec") is { } exec ? ExecPlugin.Of(exec, cluster, name, time) : null;
        var password = user.Text("username") is { } userName ? $"{userName}:{user.Text("password")}" : null;
        if (new[] { token is not null || file is not null, plugin is not null, password is not null }.Count(isThere => isThere) > 1)
            throw new KubeConfigException($"the user '{name}' has more than one of token, username and exec; remove all but one");
        return new Credentials
        {
            Fixed =
                token is not null && file is null ? new AuthenticationHeaderValue("Bearer", token)
                : password is not null ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(password)))
                : null,
            TokenFile = file is null ? null : new TokenFile(file, token),
            Plugin = plugin,
            _certificate = CertificateOf(user, name),
        };
    }

    public async ValueTask<AuthenticationHeaderValue?> AuthorizationAsync(CancellationToken cancellationToken)
    {
        var token =
            TokenFile is not null ? await TokenFile.ReadAsync(cancellationToken)
            : Plugin is not null ? (await Plugin.GetAsync(cancellationToken)).Token
            : null;
        return token is null ? Fixed : new AuthenticationHeaderValue("Bearer", token);
    }

    public X509Certificate2? Certificate() => Plugin?.Certificate ?? _certificate?.Invoke();

    private static Func<X509Certificate2>? CertificateOf(YamlMap user, string name)
    {
        var (certificate, key) = (PemOf(user, "client-certificate"), PemOf(user, "client-key"));
        if (certificate is null && key is null)
            return null;
        if (certificate is null || key is null)
            throw new KubeConfigException($"the user '{name}' has a client-certificate or a client-key without the other");
        X509Certificate2 Load() => Pem.Certificate(certificate(), key(), $"the client certificate of the user '{name}'");
        var first = Load();
        // Files are read again for each new connection: the kubelet's own certificate is replaced in time.
        return user.Text("client-certificate-data") is null ? Load : () => first;
    }

    private static Func<string>? PemOf(YamlMap user, string key)
    {
        if (user.Text($"{key}-data") is { } data)
            return () => Encoding.UTF8.GetString(Pem.Decode(data, $"{key}-data"));
        return user.PathAt(key) is { } path ? () => Encoding.UTF8.GetString(Pem.Read(path, key)) : null;
    }
}

/// <summary>The token of a file that somebody else replaces, as the kubelet does with a service account's.</summary>
internal sealed class TokenFile(string path, string? first)
{
    private string? _token = first;

    // Read for every request: looking for changes behind the kubelet's links costs as much.
    public async ValueTask<string> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if ((await File.ReadAllTextAsync(path, cancellationToken)).Trim() is { Length: > 0 } token)
                _token = token;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The last token outlives the moment in which its file is replaced.
            if (_token is null)
                throw new KubeConfigException($"the token file can't be read: {e.Message}", e);
        }

        return _token ?? throw new KubeConfigException($"the token file {path} is empty");
    }
}
