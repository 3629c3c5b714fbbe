using System.Globalization;
using System.Text;

namespace NodeTasker.ServiceHosting;

/// <summary>Writes metrics in the text form of Prometheus.</summary>
public sealed class MetricsWriter
{
    private readonly StringBuilder _text = new();

    /// <summary>Begins a metric.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type"><c>gauge</c> or <c>counter</c>.</param>
    /// <param name="help">What it says.</param>
    public void Describe(string name, string type, string help) =>
        _text
            .Append("# HELP ")
            .Append(name)
            .Append(' ')
            .Append(help)
            .Append("\n# TYPE ")
            .Append(name)
            .Append(' ')
            .Append(type)
            .Append('\n');

    /// <summary>Adds a value.</summary>
    /// <param name="name">The metric's name.</param>
    /// <param name="labels"><c>{name="value"}</c>, or empty.</param>
    /// <param name="value">The value.</param>
    public void Add(string name, string labels, long value) =>
        _text.Append(name).Append(labels).Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');

    /// <summary>All that was written.</summary>
    public override string ToString() => _text.ToString();
}
