using System.Globalization;
using System.Text;

namespace k8s;

/// <summary>A path and query below the API server's base address, in which no value can leave its place.</summary>
internal sealed class RequestUri(string path)
{
    private readonly StringBuilder _text = new(path);
    private bool _hasQuery;

    public RequestUri Segment(string literal)
    {
        _text.Append('/').Append(literal);
        return this;
    }

    public RequestUri Name(string name, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(name))] string parameter = null)
    {
        // An empty name would address the whole collection, and dot segments climb however they are escaped.
        ArgumentException.ThrowIfNullOrEmpty(name, parameter);
        if (name is "." or "..") throw new ArgumentException($"'{name}' can't be the name of an object.", parameter);
        return Segment(Uri.EscapeDataString(name));
    }

    public RequestUri Query(string name, string value)
    {
        if (value is null) return this;
        _text.Append(_hasQuery ? '&' : '?').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        _hasQuery = true;
        return this;
    }

    public RequestUri Query(string name, bool? value) => Query(name, value switch { true => "true", false => "false", _ => null });

    public RequestUri Query(string name, int? value) => Query(name, value?.ToString(CultureInfo.InvariantCulture));

    public override string ToString() => _text.ToString();
}
