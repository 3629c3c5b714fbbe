using System.Globalization;
using System.Text;
using NodeTasker.LocalCluster.Http;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>Where the next page of a list starts: after a key, in the list as it was at a version. No client looks into it.</summary>
internal sealed record ContinueToken(long ResourceVersion, string After)
{
    public override string ToString() => Convert.ToHexString(Encoding.UTF8.GetBytes($"{ResourceVersion} {After}"));

    public static ContinueToken Parse(string text)
    {
        try
        {
            var parts = Encoding.UTF8.GetString(Convert.FromHexString(text)).Split(' ', 2);
            if (parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
                return new ContinueToken(version, parts[1]);
        }
        catch (FormatException)
        {
            // Refused as any other text that is no token.
        }

        throw ApiException.BadRequest("invalid continue token: continue key is not valid: illegal base64 data at input byte 0");
    }
}
