using System.Text;
using NodeTasker.Cli.Views;

namespace NodeTasker.Cli;

/// <summary>A terminal that gets harmless text alone, whoever wrote it.</summary>
/// <param name="terminal">What shows it.</param>
internal sealed class TerminalWriter(TextWriter terminal) : TextWriter(terminal.FormatProvider)
{
    /// <inheritdoc/>
    public override Encoding Encoding => terminal.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => Write(new string(buffer));

    /// <inheritdoc/>
    public override void Write(string? value) => terminal.Write(HarmlessText.Of(value ?? ""));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write(value + '\n');

    /// <inheritdoc/>
    public override Task WriteAsync(string? value) => terminal.WriteAsync(HarmlessText.Of(value ?? ""));

    /// <inheritdoc/>
    public override Task WriteLineAsync(string? value) => WriteAsync(value + '\n');

    /// <inheritdoc/>
    public override void Flush() => terminal.Flush();

    /// <inheritdoc/>
    public override Task FlushAsync() => terminal.FlushAsync();
}
