using System.Text;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Demo;

/// <summary>The task that a demo submits, checked before anything is started.</summary>
internal static class DemoScript
{
    private static readonly UTF8Encoding _strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads <paramref name="script"/>: a path, <c>-</c> for <paramref name="stdin"/>, null for the built-in hello.</summary>
    /// <exception cref="CommandException">It can't be read, or is not a task that an agent would run.</exception>
    public static async Task<TaskDocument> ReadAsync(string? script, TextReader stdin, CancellationToken cancellationToken)
    {
        var text = script switch
        {
            null => EmbeddedScripts.Hello,
            "-" => await stdin.ReadToEndAsync(cancellationToken),
            _ => await ReadFileAsync(script, cancellationToken),
        };
        var document = new TaskDocument(WellKnown.DefaultTask, new Dictionary<string, string> { ["task"] = text }, new Dictionary<string, byte[]>(), new Dictionary<string, string>());

        return TaskSpecParser.Parse(document) switch
        {
            ParsedTask.Valid => document,
            ParsedTask.Bad bad => throw Unusable(script, string.Join("; ", bad.Problems.Select(problem => problem.Message))),
            _ => throw Unusable(script, "it is empty; give a script with at least one command"),
        };
    }

    private static async Task<string> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, _strictUtf8, cancellationToken);
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

    private static CommandException Unusable(string? script, string why) =>
        new(ExitCodes.Usage, $"cannot use the script '{(script is "-" ? "from stdin" : script ?? "hello.sh")}': {why}");
}
