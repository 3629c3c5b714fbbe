using System.Globalization;
using System.Text;

namespace CliWrap.Builders;

/// <summary>Collects arguments into one string from which the process gets exactly these arguments back.</summary>
public partial class ArgumentsBuilder
{
    private readonly StringBuilder _arguments = new();

    /// <summary>Adds an argument; unescaped it may stand for several, or for a part of one.</summary>
    public ArgumentsBuilder Add(string value, bool escape)
    {
        if (_arguments.Length > 0)
            _arguments.Append(' ');
        _arguments.Append(escape ? Escape(value) : value);
        return this;
    }

    /// <summary>Adds an argument, escaped.</summary>
    public ArgumentsBuilder Add(string value) => Add(value, true);

    /// <summary>Adds arguments.</summary>
    public ArgumentsBuilder Add(IEnumerable<string> values, bool escape)
    {
        foreach (var value in values)
            Add(value, escape);
        return this;
    }

    /// <summary>Adds arguments, escaped.</summary>
    public ArgumentsBuilder Add(IEnumerable<string> values) => Add(values, true);

    /// <summary>Adds a formatted argument.</summary>
    public ArgumentsBuilder Add(IFormattable value, IFormatProvider formatProvider, bool escape = true) =>
        Add(value.ToString(null, formatProvider), escape);

    /// <summary>Adds an argument formatted by the given culture.</summary>
    public ArgumentsBuilder Add(IFormattable value, CultureInfo cultureInfo, bool escape) =>
        Add(value, (IFormatProvider)cultureInfo, escape);

    /// <summary>Adds an argument formatted by the given culture, escaped.</summary>
    public ArgumentsBuilder Add(IFormattable value, CultureInfo cultureInfo) => Add(value, cultureInfo, true);

    /// <summary>Adds an argument formatted by the invariant culture.</summary>
    public ArgumentsBuilder Add(IFormattable value, bool escape) => Add(value, CultureInfo.InvariantCulture, escape);

    /// <summary>Adds an argument formatted by the invariant culture, escaped.</summary>
    public ArgumentsBuilder Add(IFormattable value) => Add(value, true);

    /// <summary>Adds formatted arguments.</summary>
    public ArgumentsBuilder Add(IEnumerable<IFormattable> values, IFormatProvider formatProvider, bool escape = true)
    {
        foreach (var value in values)
            Add(value, formatProvider, escape);
        return this;
    }

    /// <summary>Adds arguments formatted by the given culture.</summary>
    public ArgumentsBuilder Add(IEnumerable<IFormattable> values, CultureInfo cultureInfo, bool escape) =>
        Add(values, (IFormatProvider)cultureInfo, escape);

    /// <summary>Adds arguments formatted by the given culture, escaped.</summary>
    public ArgumentsBuilder Add(IEnumerable<IFormattable> values, CultureInfo cultureInfo) => Add(values, cultureInfo, true);

    /// <summary>Adds arguments formatted by the invariant culture.</summary>
    public ArgumentsBuilder Add(IEnumerable<IFormattable> values, bool escape) => Add(values, CultureInfo.InvariantCulture, escape);

    /// <summary>Adds arguments formatted by the invariant culture, escaped.</summary>
    public ArgumentsBuilder Add(IEnumerable<IFormattable> values) => Add(values, true);

    /// <summary>All arguments in one string.</summary>
    public string Build() => _arguments.ToString();

    /// <summary>One argument, quoted where it must be.</summary>
    public static string Escape(string argument)
    {
        if (argument.Length > 0 && !argument.Any(c => c == '"' || char.IsWhiteSpace(c)))
            return argument;

        // Backslashes are literal, except in front of a quote: there each pair is one, and an odd one makes the quote literal.
        // https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments
        var escaped = new StringBuilder(argument.Length + 8).Append('"');
        var backslashes = 0;
        foreach (var c in argument)
        {
            if (c == '"')
                escaped.Append('\\', backslashes + 1);
            backslashes = c == '\\' ? backslashes + 1 : 0;
            escaped.Append(c);
        }

        return escaped.Append('\\', backslashes).Append('"').ToString();
    }
}
