using Microsoft.Extensions.Logging;

namespace NodeTasker.HostAgent.Tests.Hostile;

/// <summary>Keeps the longest line, and any that is more than one.</summary>
internal sealed class BoundedLog<T> : ILogger<T>
{
    private readonly Lock _gate = new();

    public string Longest { get; private set; } = "";

    public string? MoreThanALine { get; private set; }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        var line = formatter(state, exception);
        lock (_gate)
        {
            if (line.Length > Longest.Length)
                Longest = line;
            if (line.Any(char.IsControl))
                MoreThanALine = line;
        }
    }
}
