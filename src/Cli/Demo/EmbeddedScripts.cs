namespace NodeTasker.Cli.Demo;

/// <summary>Shell scripts that travel inside the executable.</summary>
internal static class EmbeddedScripts
{
    /// <summary>What <c>demo</c> runs when it is given nothing else.</summary>
    public static string Hello => Read("hello.sh");

    /// <summary>Ends a demo's processes and removes its folder.</summary>
    public static string Reaper => WithoutComments(Read("reaper.sh"));

    /// <summary>PID 1 of a demo node.</summary>
    public static string NodeInit => WithoutComments(Read("node-init.sh"));

    // These two travel as an argument, so ps shows them.
    private static string WithoutComments(string script) =>
        string.Join('\n', script.Split('\n').Where(line => line.Trim() is not "" and not ['#', ..]));

    private static string Read(string name)
    {
        using var stream = typeof(EmbeddedScripts).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing from this build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
