namespace NodeTasker.HostAgent.Executing;

/// <summary>
/// What runs a script: its <c>#!</c> line as the kernel reads it (one argument at most, https://man7.org/linux/man-pages/man2/execve.2.html),
/// or <c>/bin/sh</c>. It is called by name, so that a state folder mounted noexec does no harm.
/// </summary>
internal static class Interpreter
{
    public static IReadOnlyList<string> Of(string script)
    {
        if (!script.StartsWith("#!", StringComparison.Ordinal))
            return ["/bin/sh"];
        var end = script.IndexOf('\n', StringComparison.Ordinal);
        var line = (end < 0 ? script[2..] : script[2..end]).Trim(' ', '\t');
        var space = line.IndexOfAny([' ', '\t']);
        return space < 0 ? [line] : [line[..space], line[space..].Trim(' ', '\t')];
    }
}
