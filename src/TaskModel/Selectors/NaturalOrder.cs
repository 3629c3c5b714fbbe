namespace NodeTasker.TaskModel;

/// <summary>Orders names as people count: <c>demo-2</c> before <c>demo-10</c>.</summary>
public sealed class NaturalOrder : IComparer<string>
{
    /// <summary>The only instance.</summary>
    public static NaturalOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x,
            right = y;
        while (left.Length > 0 && right.Length > 0)
        {
            var order =
                char.IsAsciiDigit(left[0]) && char.IsAsciiDigit(right[0])
                    ? CompareNumbers(TakeDigits(ref left), TakeDigits(ref right))
                    : TakeChar(ref left).CompareTo(TakeChar(ref right));
            if (order != 0)
                return order;
        }

        var rest = left.Length.CompareTo(right.Length);
        return rest != 0 ? rest : string.CompareOrdinal(x, y);
    }

    private static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = left.TrimStart('0');
        right = right.TrimStart('0');
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
    }

    private static ReadOnlySpan<char> TakeDigits(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? text : text[..end];
        text = text[digits.Length..];
        return digits;
    }

    private static char TakeChar(ref ReadOnlySpan<char> text)
    {
        var first = text[0];
        text = text[1..];
        return first;
    }
}
