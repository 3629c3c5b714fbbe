namespace NodeTasker.Cli;

/// <summary>What every verb has at hand.</summary>
/// <param name="Streams">Where it reads and writes.</param>
/// <param name="Time">The clock.</param>
/// <param name="Signals">Ctrl-C and its kin; a verb that detaches asks which one it was.</param>
/// <param name="Command">What stood behind <c>--</c>; null where there was no <c>--</c>.</param>
internal sealed record CommandContext(
    CommandStreams Streams,
    TimeProvider Time,
    TerminationSignals Signals,
    IReadOnlyList<string>? Command = null
);
