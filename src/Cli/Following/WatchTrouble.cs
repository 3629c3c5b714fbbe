using Microsoft.Extensions.Logging;

namespace NodeTasker.Cli.Following;

/// <summary>Turns what a watch logs of its connection into what the operator is shown.</summary>
/// <param name="onTrouble">Called with what is wrong, and with null when it is well again.</param>
internal sealed class WatchTrouble(Action<string?> onTrouble) : ILogger
{
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => onTrouble(logLevel >= LogLevel.Warning ? formatter(state, exception) : null);
}
