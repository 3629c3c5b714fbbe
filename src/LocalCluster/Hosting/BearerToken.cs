using System.Security.Cryptography;
using System.Text;

namespace NodeTasker.LocalCluster.Hosting;

/// <summary>The secret that a client must show.</summary>
internal sealed class BearerToken
{
    private const string Scheme = "Bearer ";
    private readonly byte[] _bytes;

    public BearerToken()
    {
        Text = RandomNumberGenerator.GetHexString(64, lowercase: true);
        _bytes = Encoding.ASCII.GetBytes(Text);
    }

    public string Text { get; }

    /// <summary>Whether an Authorization header has the token; in a time that doesn't tell how much of it is right.</summary>
    public bool Matches(string? authorization) =>
        authorization is not null
        && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim()), _bytes);
}
