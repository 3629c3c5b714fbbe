namespace NodeTasker.Cli;

/// <summary>Where a command reads and writes.</summary>
/// <param name="In">Standard input.</param>
/// <param name="Out">Results, and nothing else.</param>
/// <param name="Error">Chatter: progress, hints, errors.</param>
/// <param name="IsLive">Whether <paramref name="Error"/> is a terminal that can redraw.</param>
/// <param name="CanAsk">Whether somebody who reads <paramref name="Error"/> types into <paramref name="In"/>.</param>
internal sealed record CommandStreams(TextReader In, TextWriter Out, TextWriter Error, bool IsLive, bool CanAsk = false)
{
    /// <summary><paramref name="Error"/> for what redraws: nothing is taken out of what is written there.</summary>
    public TextWriter Screen { get; init; } = Error;

    /// <summary>Opens what somebody who reads <see cref="Error"/> types: null where nobody does. Throws <see cref="IOException"/> where that can't be had.</summary>
    public Func<TextReader>? OpenAnswers { get; init; }

    /// <summary>The streams of this process. Pipes and files get exactly what there is, terminals what does them no harm.</summary>
    public static CommandStreams OfProcess() => OfProcess(new DeferredInput());

    private static CommandStreams OfProcess(TextReader input)
    {
        var error = Console.IsErrorRedirected ? StandardStream.Error() : Console.Error;
        return new(
            input,
            Console.IsOutputRedirected ? StandardStream.Output() : new TerminalWriter(Console.Out),
            Console.IsErrorRedirected ? error : new TerminalWriter(error),
            !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"),
            !Console.IsErrorRedirected && !Console.IsInputRedirected
        )
        {
            Screen = error,
            OpenAnswers =
                Console.IsErrorRedirected ? null
                : Console.IsInputRedirected ? OpenTerminal
                : () => input,
        };
    }

    // Shared with everybody: opened otherwise it would be locked.
    private static StreamReader OpenTerminal() => new(new FileStream("/dev/tty", FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
}
