using System.Text;

namespace NodeTasker.Cli.Tasks;

/// <summary>Reads scripts from where an operator has them.</summary>
internal static class ScriptText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads <paramref name="script"/>: a path, or <c>-</c> for <paramref name="stdin"/>.</summary>
    /// <exception cref="CommandException">It can't be read, or is no text.</exception>
    public static Task<string> ReadAsync(string script, TextReader stdin, CancellationToken cancellationToken) =>
        script == "-" ? stdin.ReadToEndAsync(cancellationToken) : ReadFileAsync(script, cancellationToken);

    /// <summary>What to call it.</summary>
    public static string NameOf(string script) => script == "-" ? "the script from stdin" : script;

    private static CommandException Unusable(string path, string why) => new(ExitCodes.Usage, $"cannot use the script '{path}': {why}");

    private static async Task<string> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, StrictUtf8, cancellationToken);
        }
        catch (DecoderFallbackException)
        {
            throw Unusable(path, "it is not UTF-8 text; give a script, not a program");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, Directory.Exists(path) ? "it is a folder; give a file" : e.Message);
        }
    }
}
