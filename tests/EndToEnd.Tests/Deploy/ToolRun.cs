using System.Diagnostics;

namespace NodeTasker.EndToEnd.Tests.Deploy;

/// <summary>A program that ran to its end, as a user would have run it.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    /// <summary>What both streams say, for messages of assertions.</summary>
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";

    /// <summary>Runs <paramref name="file"/> and waits; it is killed when <paramref name="cancellationToken"/> fires.</summary>
    /// <param name="environment">Added to this process's environment; a null value removes the variable.</param>
    public static async Task<ToolRun> OfAsync(
        string file,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? input = null,
        CancellationToken cancellationToken = default
    )
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var killed = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        return new ToolRun(process.ExitCode, await output, await error);
    }

    /// <summary>The full path of a program on the PATH; null when there is none.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
