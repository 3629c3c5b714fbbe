using System.Buffers;

namespace NodeTasker.TaskModel;

/// <summary>One item of <see cref="NodeNames"/>.</summary>
internal sealed record NodeGlob(string Pattern)
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");

    public static bool TryParse(string item, out NodeGlob glob, out string error)
    {
        glob = new NodeGlob(item);
        error = "";
        for (var next = 0; next < item.Length && error.Length == 0; next++)
        {
            if (item[next] == '[')
                error = CheckSet(item, ref next);
            else if (char.IsAsciiLetterUpper(item[next]))
                error = $"'{Shown.Of(item)}' has an upper-case letter, node names have none";
            else if (!NameCharacters.Contains(item[next]) && item[next] is not ('*' or '?'))
                error = $"'{Shown.Of(item)}' has a '{Shown.Of(item.AsSpan(next, 1))}', node names have none";
        }

        if (item.Length == 0)
            error = "an item of the list is empty";
        else if (error.Length == 0 && item.Length > KubernetesName.MaxSubdomain)
            error = "an item of the list is longer than a node name can be";

        return error.Length == 0;
    }

    public bool Matches(string node)
    {
        // Only the last star can need another try, which keeps this within length times length.
        int pattern = 0,
            at = 0,
            star = -1,
            starAt = 0;
        while (at < node.Length)
        {
            if (pattern < Pattern.Length && Pattern[pattern] == '*')
            {
                star = pattern++;
                starAt = at;
            }
            else if (pattern < Pattern.Length && MatchesOne(ref pattern, node[at]))
            {
                at++;
            }
            else if (star >= 0)
            {
                pattern = star + 1;
                at = ++starAt;
            }
            else
            {
                return false;
            }
        }

        return Pattern.AsSpan(pattern).TrimStart('*').IsEmpty;
    }

    private bool MatchesOne(ref int pattern, char character)
    {
        if (Pattern[pattern] != '[')
        {
            var isMatch = Pattern[pattern] == '?' || Pattern[pattern] == character;
            pattern += isMatch ? 1 : 0;
            return isMatch;
        }

        var end = Pattern.IndexOf(']', pattern);
        var set = Pattern.AsSpan(pattern + 1, end - pattern - 1);
        var isNegated = set[0] is '!' or '^';
        if (IsIn(isNegated ? set[1..] : set, character) == isNegated)
            return false;

        pattern = end + 1;
        return true;
    }

    private static bool IsIn(ReadOnlySpan<char> set, char character)
    {
        while (!set.IsEmpty)
        {
            var isRange = set.Length >= 3 && set[1] == '-';
            if (character >= set[0] && character <= (isRange ? set[2] : set[0]))
                return true;

            set = set[(isRange ? 3 : 1)..];
        }

        return false;
    }

    private static string CheckSet(string item, ref int next)
    {
        var end = item.IndexOf(']', next);
        if (end < 0)
            return $"'{Shown.Of(item)}' has a '[' without ']'";

        var set = item.AsSpan(next + 1, end - next - 1);
        next = end;
        if (set.StartsWith("!") || set.StartsWith("^"))
            set = set[1..];

        if (set.IsEmpty)
            return $"'{Shown.Of(item)}' has an empty set '[]'";

        if (set.ContainsAnyExcept(NameCharacters))
            return $"'{Shown.Of(item)}' has a set of what node names have none of";

        for (; !set.IsEmpty; set = set[(set.Length >= 3 && set[1] == '-' ? 3 : 1)..])
        {
            if (set.Length >= 3 && set[1] == '-' && set[0] > set[2])
                return $"'{Shown.Of(item)}' has a range whose end is before its beginning";
        }

        return "";
    }
}
