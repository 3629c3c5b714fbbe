namespace NodeTasker.Cli;

/// <summary>Where a command reads and writes.</summary>
/// <param name="In">Standard input.</param>
/// <param name="Out">Results, and nothing else.</param>
/// <param name="Error">Chatter: progress, hints, errors.</param>
/// <param name="IsLive">Whether <paramref name="Error"/> is a terminal that can redraw.</param>
/// <param name="CanAsk">Whether somebody sits there who can answer.</param>
internal sealed record CommandStreams(TextReader In, TextWriter Out, TextWriter Error, bool IsLive, bool CanAsk = false)
{
    /// <summary>The streams of this process.</summary>
    public static CommandStreams OfProcess() => new(
        new DeferredInput(),
        Console.Out,
        Console.Error,
        !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"),
        !Console.IsErrorRedirected && !Console.IsInputRedirected);
}
