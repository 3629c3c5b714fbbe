using Microsoft.Win32.SafeHandles;

namespace NodeTasker.Cli;

/// <summary>Standard input that is only touched by who reads it: opening a terminal takes time and changes its settings.</summary>
internal sealed class DeferredInput : TextReader
{
    private readonly Lazy<TextReader> _input = new(Open);

    /// <inheritdoc/>
    public override string? ReadLine() => _input.Value.ReadLine();

    /// <inheritdoc/>
    public override string ReadToEnd() => _input.Value.ReadToEnd();

    /// <inheritdoc/>
    public override Task<string> ReadToEndAsync() => ReadToEndAsync(CancellationToken.None);

    /// <inheritdoc/>
    /// <remarks>The console's own reads on the caller's thread and hears of no cancellation: who waits for more must not have to.</remarks>
    public override Task<string> ReadToEndAsync(CancellationToken cancellationToken) =>
        Task.Run(ReadToEnd, cancellationToken).WaitAsync(cancellationToken);

    // A terminal lets people correct what they type. .NET's own reader takes that over, and doesn't know how where it knows nothing of the terminal (TerminalKeys).
    private static TextReader Open() =>
        Console.IsInputRedirected || OperatingSystem.IsWindows()
            ? Console.In
            : new StreamReader(
                new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0),
                Console.InputEncoding
            );
}
