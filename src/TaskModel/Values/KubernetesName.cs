using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace NodeTasker.TaskModel;

/// <summary>What Kubernetes allows as a name, a label's key and a label's value, and how to make any text one.</summary>
public static class KubernetesName
{
    public const int MaxSubdomain = 253;
    public const int MaxLabel = 63;

    private const int HashDigits = 12;

    private static readonly SearchValues<char> SubdomainCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
    private static readonly SearchValues<char> QualifiedCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
    );

    /// <summary>DNS-1123 subdomains: <c>a-1.example</c>.</summary>
    public static bool IsSubdomain(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxSubdomain)
            return false;

        foreach (var part in text.Split('.'))
        {
            if (!IsSubdomainPart(text[part]))
                return false;
        }

        return true;
    }

    /// <summary>A label's value: empty, or up to 63 letters, digits, <c>-_.</c>, with a letter or digit at both ends.</summary>
    public static bool IsLabelValue(ReadOnlySpan<char> text) => text.IsEmpty || IsQualifiedPart(text);

    /// <summary>A label's key, <c>name</c> or <c>prefix/name</c>.</summary>
    public static bool IsLabelKey(ReadOnlySpan<char> text)
    {
        var slash = text.IndexOf('/');
        return slash < 0 ? IsQualifiedPart(text) : IsSubdomain(text[..slash]) && IsQualifiedPart(text[(slash + 1)..]);
    }

    /// <summary><paramref name="text"/> where it is a label's value already; else what is left of it with a hash of all of it.</summary>
    public static string ToLabelValue(string text) =>
        IsLabelValue(text) ? text : WithHash(Replaced(text, char.IsAsciiLetterOrDigit, "-_."), text, MaxLabel);

    /// <summary><paramref name="text"/> where it is a subdomain already; else what is left of it with a hash of all of it.</summary>
    public static string ToSubdomain(string text)
    {
        if (IsSubdomain(text))
            return text;

        var isJustLong = text.Length > MaxSubdomain && text.Split('.').All(part => IsSubdomainPart(part));
        return WithHash(isJustLong ? text : Replaced(text.ToLowerInvariant(), char.IsAsciiLetterOrDigit, "-"), text, MaxSubdomain);
    }

    private static string WithHash(string clean, string whole, int maxLength)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)))[..HashDigits];
        var kept = clean.TrimStart(['-', '_', '.']);
        kept = kept[..Math.Min(kept.Length, maxLength - HashDigits - 1)].TrimEnd(['-', '_', '.']);
        return kept.Length == 0 ? hash : $"{kept}-{hash}";
    }

    private static string Replaced(string text, Func<char, bool> isGood, string alsoGood) =>
        string.Concat(
            text.Select(character => isGood(character) || alsoGood.Contains(character, StringComparison.Ordinal) ? character : '-')
        );

    private static bool IsSubdomainPart(ReadOnlySpan<char> part) =>
        !part.IsEmpty && part[0] != '-' && part[^1] != '-' && !part.ContainsAnyExcept(SubdomainCharacters);

    private static bool IsQualifiedPart(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxLabel
        && char.IsAsciiLetterOrDigit(text[0])
        && char.IsAsciiLetterOrDigit(text[^1])
        && !text.ContainsAnyExcept(QualifiedCharacters);
}
