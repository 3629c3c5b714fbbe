using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Kit;

/// <summary>A line of shell on a pseudo-terminal, which util-linux's <c>script</c> holds.</summary>
internal sealed class TerminalSession : IAsyncDisposable
{
    private readonly TempDir _folder = new();
    private readonly RunningProcess _process;

    public TerminalSession(string line, IReadOnlyDictionary<string, string?> environment) =>
        _process = RunningProcess.Start(
            "script",
            ["--quiet", "--return", "--flush", "--log-out", _folder["sent"], "--command", SurvivingCtrlC(line)],
            InShell(environment)
        );

    /// <summary>The line for a shell that outlives a Ctrl-C as what it runs does: by itself dash ends at once, and bash does not.</summary>
    public static string SurvivingCtrlC(string line) => $"trap : INT; {line}";

    /// <summary>With the shell that <c>script</c> takes: the same for everybody.</summary>
    public static Dictionary<string, string?> InShell(IReadOnlyDictionary<string, string?> environment) =>
        new(environment) { ["SHELL"] = "/bin/sh" };

    /// <summary>All that was sent to the terminal so far, byte for byte.</summary>
    public string Sent
    {
        get
        {
            if (!File.Exists(_folder["sent"]))
                return "";
            using var reader = new StreamReader(new FileStream(_folder["sent"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            // script's own words come before and after.
            var text = reader.ReadToEnd();
            var start = text.StartsWith("Script started", StringComparison.Ordinal) ? text.IndexOf('\n', StringComparison.Ordinal) + 1 : 0;
            var end = text.LastIndexOf("\nScript done", StringComparison.Ordinal);
            return end < start ? text[start..] : text[start..end];
        }
    }

    public int ExitCode => _process.ExitCode;

    /// <summary>Waits until this was sent.</summary>
    public Task WaitForAsync(string text) =>
        Eventually.BecomesAsync(
            $"the terminal was sent '{text}'",
            () => Sent,
            sent => sent.Contains(text, StringComparison.Ordinal),
            TimeSpan.FromSeconds(40),
            TestContext.Current.CancellationToken
        );

    /// <summary>Types.</summary>
    public async Task TypeAsync(string keys)
    {
        await _process.StandardInput.WriteAsync(keys);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits for its end.</summary>
    public Task EndAsync() => _process.WaitForExitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
