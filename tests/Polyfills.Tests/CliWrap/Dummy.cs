using System.Text.Json;
using CliWrap;

namespace NodeTasker.Polyfills.Tests.CliWrap;

/// <summary>The real child programs that stand beside the tests.</summary>
internal static class Dummy
{
    public static string Script { get; } = Path.Combine(AppContext.BaseDirectory, "script-dummy");

    public static string Service { get; } = Path.Combine(AppContext.BaseDirectory, "systemd-dummy");

    public static Command Run(params string[] arguments) => Cli.Wrap(Script).WithArguments(arguments);

    public static Command Shell(string script) => Cli.Wrap("/bin/sh").WithArguments(["-c", script]);

    public static string[] ParseLines(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<string>(line)!)];

    /// <summary>A zombie has ended, too.</summary>
    public static bool IsAlive(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    public static async Task WaitUntilGoneAsync(int pid, CancellationToken cancellationToken)
    {
        while (IsAlive(pid))
            await Task.Delay(10, cancellationToken);
    }
}
