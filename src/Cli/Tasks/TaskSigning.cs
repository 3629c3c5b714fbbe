using System.Text;
using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Signing;

namespace NodeTasker.Cli.Tasks;

/// <summary>Signs tasks with a key of the operator's.</summary>
internal static class TaskSigning
{
    /// <summary>Where the password of an encrypted key is looked for before anybody is asked.</summary>
    public const string PasswordVariable = "NODE_TASKER_KEY_PASSWORD";

    /// <summary>The value of the key <c>signature</c>.</summary>
    /// <exception cref="CommandException">The key can't be used.</exception>
    public static string Sign(TaskDocument document, string keyFile, CommandContext context)
    {
        var pem = ReadKey(keyFile);
        var password = SigningKey.NeedsPassword(pem) ? PasswordOf(keyFile, context) : null;
        if (!SigningKey.TryParse(pem, password, out var key, out var error))
            throw new CommandException(ExitCodes.Usage, $"cannot sign with {keyFile}: {error}");

        using (key)
            return TaskSigner.Sign(document, key);
    }

    private static string ReadKey(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.Usage, $"cannot sign with {file}: {e.Message}");
        }
    }

    private static string? PasswordOf(string file, CommandContext context)
    {
        if (Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 } password)
            return password;
        if (!context.Streams.CanAsk)
            throw new CommandException(
                ExitCodes.Usage,
                $"cannot sign with {file}: the key is encrypted; put its password into {PasswordVariable}."
            );

        context.Streams.Error.Write($"Password of {file}: ");
        context.Streams.Error.Flush();
        // A key that is waited for hears of no signal.
        var typed = Task.Run(ReadHidden).WaitAsync(context.Signals.Token).GetAwaiter().GetResult();
        context.Streams.Error.WriteLine();
        return typed;
    }

    private static string ReadHidden()
    {
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } pressed)
        {
            if (pressed.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else
                typed.Append(pressed.KeyChar);
        }

        return typed.ToString();
    }
}
