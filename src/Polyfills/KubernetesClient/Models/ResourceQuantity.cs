using System.Buffers;
using System.Globalization;
using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>A number with a suffix, such as <c>500m</c>, <c>1.5Gi</c> or <c>1e3</c>; equal to any other that has the same value.</summary>
[JsonConverter(typeof(ResourceQuantityJsonConverter))]
public class ResourceQuantity : IEquatable<ResourceQuantity>
{
    private static readonly string[] _decimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] _binarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    private static readonly SearchValues<char> _number = SearchValues.Create("+-.0123456789");

    private readonly decimal _value;

    public ResourceQuantity(string v)
    {
        ArgumentNullException.ThrowIfNull(v);
        var text = v.Trim();
        var digits = text.AsSpan().IndexOfAnyExcept(_number);
        var suffix = digits < 0 ? "" : text[digits..];
        var number = decimal.Parse(digits < 0 ? text : text[..digits], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

        (Format, var factor) = Suffix(suffix);
        _value = factor < 0 ? number / -factor : number * factor;
    }

    /// <param name="n">The number.</param>
    /// <param name="exp">The power of ten to multiply it with, or of two for <see cref="SuffixFormat.BinarySI"/>.</param>
    /// <param name="format">How to write it.</param>
    public ResourceQuantity(decimal n, int exp, SuffixFormat format)
    {
        var factor = Power(format == SuffixFormat.BinarySI ? 2 : 10, Math.Abs(exp));
        _value = exp < 0 ? n / factor : n * factor;
        Format = format;
    }

    public enum SuffixFormat
    {
        DecimalExponent,
        BinarySI,
        DecimalSI,
    }

    public SuffixFormat Format { get; private set; }

    public static implicit operator ResourceQuantity(string v) => v is null ? null : new(v);

    public static implicit operator ResourceQuantity(decimal v) => new(v, 0, SuffixFormat.DecimalExponent);

    public static implicit operator decimal(ResourceQuantity v) => v?.ToDecimal() ?? 0;

    public static bool operator ==(ResourceQuantity left, ResourceQuantity right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(ResourceQuantity left, ResourceQuantity right) => !(left == right);

    public string CanonicalizeString() => Format switch
    {
        SuffixFormat.BinarySI when decimal.IsInteger(_value) => WithSuffix(_binarySuffixes, _value, 1024),
        SuffixFormat.DecimalExponent => WithExponent(),
        _ => WithSuffix(_decimalSuffixes, decimal.Ceiling(_value * 1_000_000_000m), 1000),
    };

    public decimal ToDecimal() => _value;

    public long ToInt64() => (long)_value;

    public bool Equals(ResourceQuantity other) => other is not null && _value == other._value;

    public override bool Equals(object obj) => Equals(obj as ResourceQuantity);

    public override int GetHashCode() => _value.GetHashCode();

    public override string ToString() => CanonicalizeString();

    private static string WithSuffix(string[] suffixes, decimal smallest, decimal step)
    {
        if (smallest == 0) return "0";
        var i = 0;
        for (; i < suffixes.Length - 1 && decimal.IsInteger(smallest / step); i++) smallest /= step;
        return decimal.Truncate(smallest).ToString("0", CultureInfo.InvariantCulture) + suffixes[i];
    }

    private static (SuffixFormat Format, decimal Factor) Suffix(string suffix)
    {
        if (Array.IndexOf(_binarySuffixes, suffix) is > 0 and var binary) return (SuffixFormat.BinarySI, Power(1024, binary));
        if (Array.IndexOf(_decimalSuffixes, suffix) is >= 0 and var index)
            return (SuffixFormat.DecimalSI, index >= 3 ? Power(1000, index - 3) : -Power(1000, 3 - index));
        if (suffix[0] is 'e' or 'E' && int.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent))
            return (SuffixFormat.DecimalExponent, exponent >= 0 ? Power(10, exponent) : -Power(10, -exponent));
        throw new FormatException($"'{suffix}' is not a suffix of quantities.");
    }

    private static decimal Power(decimal b, int exponent)
    {
        var result = 1m;
        for (var i = 0; i < exponent; i++) result *= b;
        return result;
    }

    private string WithExponent()
    {
        var (smallest, exponent) = (decimal.Ceiling(_value * 1_000_000_000m), -9);
        if (smallest == 0) return "0";
        while (decimal.IsInteger(smallest / 1000m)) (smallest, exponent) = (smallest / 1000m, exponent + 3);
        var number = smallest.ToString("0", CultureInfo.InvariantCulture);
        return exponent == 0 ? number : string.Create(CultureInfo.InvariantCulture, $"{number}e{exponent}");
    }
}
