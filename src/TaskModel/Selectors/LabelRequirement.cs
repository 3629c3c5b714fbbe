using System.Globalization;

namespace NodeTasker.TaskModel;

internal enum LabelOperator
{
    Exists,
    DoesNotExist,
    In,
    NotIn,
    GreaterThan,
    LessThan,
}

/// <summary>One part of a <see cref="LabelSelector"/>; <c>=</c> is <c>in</c> with one value.</summary>
internal sealed record LabelRequirement(string Key, LabelOperator Operator, string[] Values)
{
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        var isThere = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            LabelOperator.Exists => isThere,
            LabelOperator.DoesNotExist => !isThere,
            LabelOperator.In => isThere && Values.Contains(value, StringComparer.Ordinal),
            LabelOperator.NotIn => !isThere || !Values.Contains(value, StringComparer.Ordinal),
            LabelOperator.GreaterThan => isThere && TryParseNumber(value!, out var number) && number > Number,
            LabelOperator.LessThan => isThere && TryParseNumber(value!, out var number) && number < Number,
            _ => false,
        };
    }

    public static bool TryParseNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    public bool Equals(LabelRequirement? other) =>
        other is not null && Key == other.Key && Operator == other.Operator && Values.SequenceEqual(other.Values, StringComparer.Ordinal);

    public override int GetHashCode() => HashCode.Combine(Key, Operator, Values.Length);

    public override string ToString() =>
        Operator switch
        {
            LabelOperator.Exists => Key,
            LabelOperator.DoesNotExist => $"!{Key}",
            LabelOperator.In when Values.Length == 1 => $"{Key}={Values[0]}",
            LabelOperator.NotIn when Values.Length == 1 => $"{Key}!={Values[0]}",
            LabelOperator.In => $"{Key} in ({string.Join(',', Values)})",
            LabelOperator.NotIn => $"{Key} notin ({string.Join(',', Values)})",
            LabelOperator.GreaterThan => $"{Key}>{Values[0]}",
            _ => $"{Key}<{Values[0]}",
        };

    private long Number => TryParseNumber(Values[0], out var number) ? number : 0;
}
