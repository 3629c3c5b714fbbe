namespace NodeTasker.Cli;

/// <summary>Standard input that is only touched by who reads it: opening a terminal takes time and changes its settings.</summary>
internal sealed class DeferredInput : TextReader
{
    /// <inheritdoc/>
    public override string? ReadLine() => Console.In.ReadLine();

    /// <inheritdoc/>
    public override Task<string> ReadToEndAsync() => Console.In.ReadToEndAsync();

    /// <inheritdoc/>
    public override Task<string> ReadToEndAsync(CancellationToken cancellationToken) => Console.In.ReadToEndAsync(cancellationToken);
}
