using System.Text;
using System.Text.RegularExpressions;

namespace NodeTasker.Testing;

/// <summary>Picks the request lines out of plain HTTP/1.1 as it passes, wherever the packets are cut.</summary>
internal sealed partial class RequestLineTap(Action<string> onRequest)
{
    private const int LongestLine = 4096;

    private string _rest = "";

    public void See(ReadOnlySpan<byte> bytes)
    {
        var text = _rest + Encoding.Latin1.GetString(bytes);
        var end = 0;
        foreach (Match match in RequestLine().Matches(text))
        {
            onRequest(match.Groups["request"].Value);
            end = match.Index + match.Length;
        }

        _rest = text[Math.Max(end, text.Length - LongestLine)..];
    }

    [GeneratedRegex(@"(?<request>(GET|POST|PUT|PATCH|DELETE) /\S*) HTTP/1\.1\r\n")]
    private static partial Regex RequestLine();
}
