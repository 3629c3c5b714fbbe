using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace NodeTasker.TaskModel;

/// <summary>Kubernetes quantities, <c>500m</c>, <c>256Mi</c>, <c>1.5Gi</c>, <c>2e3</c>: exact, never a floating-point number.</summary>
public readonly record struct Quantity
{
    private const int MaxLength = 40;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private Quantity(BigInteger numerator, BigInteger denominator)
    {
        Numerator = numerator;
        Denominator = denominator;
    }

    private BigInteger Numerator { get; }

    private BigInteger Denominator { get; }

    /// <summary>In thousandths, rounded up; null when that is more than a <see cref="long"/> holds.</summary>
    public long? Milli => RoundedUp(Numerator * 1000);

    /// <summary>In ones; null when it is no whole number, or more than a <see cref="long"/> holds.</summary>
    public long? Whole => (Numerator % Denominator).IsZero ? RoundedUp(Numerator) : null;

    /// <summary>Parses <paramref name="text"/>, which may not be negative; on false <paramref name="error"/> says what is wrong.</summary>
    public static bool TryParse(string text, out Quantity value, out string error)
    {
        value = default;
        if (text.Length is 0 or > MaxLength)
        {
            error = text.Length == 0 ? "it is empty" : "it is too long";
            return false;
        }

        if (text[0] == '-')
        {
            error = "it is negative";
            return false;
        }

        var number = text.AsSpan(text[0] == '+' ? 1 : 0);
        var suffixStart = number.IndexOfAnyExcept(Digits);
        var suffix = suffixStart < 0 ? [] : number[suffixStart..];
        number = number[..(number.Length - suffix.Length)];

        var point = number.IndexOf('.');
        var whole = point < 0 ? number : number[..point];
        var fraction = point < 0 ? [] : number[(point + 1)..];
        if (whole.Length + fraction.Length == 0 || fraction.Contains('.'))
        {
            error = "it does not begin with a number";
            return false;
        }

        if (!TryParseSuffix(suffix, out var factor, out var divisor))
        {
            error = $"'{Shown.Of(suffix)}' is no suffix of a quantity; they are n u m k M G T P E and Ki Mi Gi Ti Pi Ei{Hint(suffix)}";
            return false;
        }

        var digits = BigInteger.Parse($"{whole}{fraction}", NumberStyles.None, CultureInfo.InvariantCulture);
        value = new Quantity(digits * factor, BigInteger.Pow(10, fraction.Length) * divisor);
        error = "";
        return true;
    }

    private static bool TryParseSuffix(ReadOnlySpan<char> suffix, out BigInteger factor, out BigInteger divisor)
    {
        (factor, divisor) = suffix switch
        {
            "" => (1, 1),
            "n" => (1, 1_000_000_000),
            "u" => (1, 1_000_000),
            "m" => (1, 1_000),
            "k" => (BigInteger.Pow(10, 3), 1),
            "M" => (BigInteger.Pow(10, 6), 1),
            "G" => (BigInteger.Pow(10, 9), 1),
            "T" => (BigInteger.Pow(10, 12), 1),
            "P" => (BigInteger.Pow(10, 15), 1),
            "E" => (BigInteger.Pow(10, 18), 1),
            "Ki" => (BigInteger.One << 10, 1),
            "Mi" => (BigInteger.One << 20, 1),
            "Gi" => (BigInteger.One << 30, 1),
            "Ti" => (BigInteger.One << 40, 1),
            "Pi" => (BigInteger.One << 50, 1),
            "Ei" => (BigInteger.One << 60, BigInteger.One),
            _ => (BigInteger.Zero, BigInteger.One),
        };
        return !factor.IsZero || TryParseExponent(suffix, out factor, out divisor);
    }

    private static bool TryParseExponent(ReadOnlySpan<char> suffix, out BigInteger factor, out BigInteger divisor)
    {
        (factor, divisor) = (1, 1);
        if (
            suffix.Length < 2
            || suffix[0] is not ('e' or 'E')
            || !int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            || exponent is < -MaxLength or > MaxLength
        )
        {
            return false;
        }

        (factor, divisor) = (BigInteger.Pow(10, Math.Max(exponent, 0)), BigInteger.Pow(10, Math.Max(-exponent, 0)));
        return true;
    }

    private static string Hint(ReadOnlySpan<char> suffix) =>
        suffix switch
        {
            "K" => "; for 1000 write k, for 1024 Ki",
            "KB" or "kB" or "kb" or "KiB" or "ki" => "; write Ki",
            "MB" or "mb" or "MiB" or "mi" => "; write Mi",
            "GB" or "gb" or "GiB" or "gi" or "g" => "; write Gi",
            _ => "",
        };

    private long? RoundedUp(BigInteger numerator)
    {
        var rounded = (numerator + Denominator - 1) / Denominator;
        return rounded <= long.MaxValue ? (long)rounded : null;
    }
}
