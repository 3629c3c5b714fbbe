using NodeTasker.Cli.Results;
using Spectre.Console;

namespace NodeTasker.Cli.Views;

/// <summary>For terminals: a table that redraws itself, and goes away when the results follow.</summary>
internal sealed class LiveDisplay(TextWriter writer, TimeProvider time) : IRolloutDisplay
{
    private const string ShowCursor = "\e[?25h";
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public async Task ShowWhileAsync(Rollout first, Func<Action<Rollout>, Task> work)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(writer),
                Ansi = AnsiSupport.Yes,
                Interactive = InteractionSupport.Yes,
                ColorSystem = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 }
                    ? ColorSystemSupport.NoColors
                    : ColorSystemSupport.Detect,
            }
        );
        var start = time.GetTimestamp();
        var shown = first;
        try
        {
            await console
                .Live(RolloutTable.Of(shown, TimeSpan.Zero))
                .AutoClear(true)
                .StartAsync(async live =>
                {
                    using var ticks = time.CreateTimer(_ => Draw(shown), null, Tick, Tick);
                    await work(Draw);

                    void Draw(Rollout rollout)
                    {
                        shown = rollout;
                        live.UpdateTarget(RolloutTable.Of(rollout, time.GetElapsedTime(start)));
                    }
                });
        }
        finally
        {
            await writer.WriteAsync(ShowCursor);
            await writer.FlushAsync();
        }
    }
}
