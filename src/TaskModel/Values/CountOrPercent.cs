using System.Globalization;

namespace NodeTasker.TaskModel;

/// <summary>A number of nodes, or a percentage of the selected ones.</summary>
public readonly record struct CountOrPercent(int Value, bool IsPercent)
{
    /// <summary>100%.</summary>
    public static CountOrPercent All { get; } = new(100, IsPercent: true);

    /// <summary>Parses <c>5</c> or <c>10%</c>; on false <paramref name="error"/> says what would be right.</summary>
    public static bool TryParse(string text, out CountOrPercent value, out string error)
    {
        var isPercent = text.EndsWith('%');
        var digits = isPercent ? text.AsSpan(0, text.Length - 1) : text;

        value = default;
        error = "";
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            error = "it is neither a whole number nor a percentage";
            return false;
        }

        if (isPercent && number > 100)
        {
            error = "it is more than 100%";
            return false;
        }

        value = new CountOrPercent(number, isPercent);
        return true;
    }

    /// <summary>As it was written, <c>5</c> or <c>10%</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value}{(IsPercent ? "%" : "")}");
}
