using System.Text;

namespace NodeTasker.HostAgent.Tests.Hostile;

/// <summary>Damages bytes and texts in the ways in which they are damaged, and attacked.</summary>
internal static class Mutation
{
    /// <summary>Texts that mean something to a shell, a path, a terminal, a parser or a number.</summary>
    public static readonly string[] Texts =
    [
        "",
        " ",
        "..",
        "/",
        "../../etc/passwd",
        "/../..",
        "-rf",
        "--help",
        "a\nb",
        "a\r\nb",
        "\0",
        "a\0b",
        "\u202e",
        "\u200b",
        "ä",
        "💥",
        "\ud800",
        "\udfff",
        "$(reboot)",
        "`id`",
        ";reboot",
        "%s%n",
        "{{.}}",
        "99999999999999999999",
        "-1",
        "+1",
        "NaN",
        "1e309",
        "0x10",
        "٣",
        "true",
        "null",
        "[]",
        "{}",
        "\u001b[31m",
        "\u007f",
        "\ufeff",
        "*",
        "**",
        "[",
        "(",
        "in ()",
        "a=b,",
        "!",
        "0",
        "1",
        "1h",
        "5%",
        "101%",
        "1,2",
        "* * * * *",
        "@daily",
        "60 * * * *",
        "UTC",
        "2026-11-22T10:04:05Z",
        "9999-12-31T23:59:59Z",
        "Run",
        "Skip",
        "Wait",
        "Replace",
        "Fail",
        "Rerun",
        "worker-1",
        "nobody",
        "/tmp",
        "1Gi",
        "100m",
        new string('a', 300),
        new string('9', 5000),
        new string('(', 3000),
        new string('*', 2000),
    ];

    private static readonly string[] Json =
    [
        "null",
        "true",
        "-1",
        "1e999",
        "\"\"",
        "\"x\"",
        "[]",
        "[null]",
        "{}",
        "{\"a\":null}",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "99999999999999999999999",
        "{\"kind\":\"Status\",\"code\":410}",
        "\"AA==\"",
        "\"%%%\"",
    ];

    public static T Of<T>(this Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <summary>Bytes of <paramref name="good"/> after one to three random changes.</summary>
    public static byte[] Damage(this Random random, byte[] good)
    {
        var bytes = good.ToList();
        for (var i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
                case 4:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(random.Of(Json)));
                    break;
                case 5:
                    bytes[at] = (byte)random.Next(256);
                    break;
                default:
                    ReplaceValue(random, bytes, at);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>JSON that nests deeper than any parser should follow.</summary>
    public static string Deep(this Random random)
    {
        var depth = random.Next(60, 20_000);
        var (open, close) = random.Of([("[", "]"), ("{\"a\":", "}")]);
        return new StringBuilder()
            .Insert(0, open, depth)
            .Append('1')
            .Insert(depth * open.Length + 1, close, random.Next(2) * depth)
            .ToString();
    }

    /// <summary>Puts another JSON value behind the next colon, so that what parses is of the wrong type.</summary>
    private static void ReplaceValue(Random random, List<byte> bytes, int from)
    {
        var colon = bytes.IndexOf((byte)':', from);
        if (colon < 0)
            return;
        var end = bytes.FindIndex(colon, b => b is (byte)',' or (byte)'}');
        if (end < 0)
            return;
        bytes.RemoveRange(colon + 1, end - colon - 1);
        bytes.InsertRange(colon + 1, Encoding.UTF8.GetBytes(random.Of(Json)));
    }
}
