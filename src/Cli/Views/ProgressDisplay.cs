using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Results;
using NodeTasker.Cli.Views.Live;

namespace NodeTasker.Cli.Views;

/// <summary>Chooses how progress is shown.</summary>
internal static class ProgressDisplay
{
    private const int LeastWidth = 30;
    private const int LeastHeight = 5;

    /// <summary>Live where the terminal can, else milestones.</summary>
    public static IProgressDisplay Of(ClusterAccess cluster, CommandContext context)
    {
        var error = context.Streams.Error;
        if (!context.Streams.IsLive)
            return new MilestoneProgress(error);
        if (SizeOfTerminal() is var (width, height) && (width < LeastWidth || height < LeastHeight))
        {
            error.WriteLine(
                $"The terminal is too small for the live view ({width}x{height}, {LeastWidth}x{LeastHeight} would do): a line per node instead."
            );
            return new MilestoneProgress(error);
        }

        return new LiveProgress(
            context.Streams.Screen,
            Environment.GetEnvironmentVariable("NO_COLOR") is null or "",
            SizeOfTerminal,
            LastLineReader(cluster),
            context.Time
        );
    }

    private static Func<string, CancellationToken, Task<string?>> LastLineReader(ClusterAccess cluster)
    {
        var results = new ResultReader(cluster);
        return async (node, cancellationToken) =>
        {
            try
            {
                return LastLineOf((await results.ReadAsync(node, cancellationToken))?.Output);
            }
            catch (Exception e) when (ApiTrouble.IsOfApi(e) && !cancellationToken.IsCancellationRequested)
            {
                // A decoration; the watches say what is wrong with the connection.
                return null;
            }
        };
    }

    private static string? LastLineOf(string? output)
    {
        var text = (output ?? "").AsSpan().TrimEnd();
        return text.IsEmpty ? null : text[(text.LastIndexOf('\n') + 1)..].ToString();
    }

    private static (int Width, int Height) SizeOfTerminal()
    {
        try
        {
            if (Console.WindowWidth > 0 && Console.WindowHeight > 0)
                return (Console.WindowWidth, Console.WindowHeight);
        }
        catch (IOException)
        {
            // It has just gone away, or does not say.
        }

        return (80, 24);
    }
}
