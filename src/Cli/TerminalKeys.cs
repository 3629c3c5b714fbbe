namespace NodeTasker.Cli;

/// <summary>The keys of the terminal, which may be the operator's own even where all that is written goes elsewhere.</summary>
internal static class TerminalKeys
{
    private const string Kind = "TERM";

    /// <summary>
    /// Keeps .NET from switching cursor keys and keypad to application mode: it does so when the console is first written to, even where that
    /// is a pipe, and never switches them back. It learns how from the terminal's description, which it looks for once.
    /// </summary>
    public static void LeaveAsTheyAre()
    {
        var kind = Environment.GetEnvironmentVariable(Kind);
        Environment.SetEnvironmentVariable(Kind, null);
        try
        {
            using var console = Console.OpenStandardOutput();
            console.Write([]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is closed, which whoever writes to it will say.
        }

        Environment.SetEnvironmentVariable(Kind, kind);
    }
}
