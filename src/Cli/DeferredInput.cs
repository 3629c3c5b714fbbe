namespace NodeTasker.Cli;

/// <summary>Standard input that is only touched by who reads it: opening a terminal takes time and changes its settings.</summary>
internal sealed class DeferredInput : TextReader
{
    /// <inheritdoc/>
    public override string? ReadLine() => Console.In.ReadLine();

    /// <inheritdoc/>
    public override string ReadToEnd() => Console.In.ReadToEnd();

    /// <inheritdoc/>
    public override Task<string> ReadToEndAsync() => ReadToEndAsync(CancellationToken.None);

    /// <inheritdoc/>
    /// <remarks>The console's own reads on the caller's thread and hears of no cancellation: who waits for more must not have to.</remarks>
    public override Task<string> ReadToEndAsync(CancellationToken cancellationToken) => Task.Run(ReadToEnd, cancellationToken).WaitAsync(cancellationToken);
}
