using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>Where the next page of a list starts: after a key, in the list as it was at a version.</summary>
internal sealed record ContinueToken(long ResourceVersion, string After)
{
    private const string Format = "meta.k8s.io/v1";

    public override string ToString()
    {
        var json = new JsonObject
        {
            ["v"] = Format,
            ["rv"] = ResourceVersion,
            ["start"] = After + "\0",
        };
        return Convert.ToBase64String(JsonText.Write(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    public static ContinueToken Parse(string text)
    {
        try
        {
            var padded = text.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (text.Length % 4)) % 4);
            var json = JsonText.ParseObject(Convert.FromBase64String(padded));
            if (json.Text("v") != Format)
                throw ApiErrors.BadRequest(
                    "invalid continue token: continue key is not valid: server does not recognize this encoded version"
                );
            return new ContinueToken(long.Parse(json.Text("rv"), CultureInfo.InvariantCulture), json.Text("start").TrimEnd('\0'));
        }
        catch (Exception exception)
            when (exception is FormatException or JsonException or InvalidCastException or OverflowException or NullReferenceException)
        {
            throw ApiErrors.BadRequest("invalid continue token: continue key is not valid: illegal base64 data at input byte 0");
        }
    }
}
