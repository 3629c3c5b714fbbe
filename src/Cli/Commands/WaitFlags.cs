using System.CommandLine;
using NodeTasker.Cli.Running;

namespace NodeTasker.Cli.Commands;

/// <summary>How to wait for a run.</summary>
/// <param name="defaults">What holds where nothing is given.</param>
internal sealed class WaitFlags(RunOptions defaults)
{
    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Only set the task; don't wait for the nodes" };

    public WaitFlags()
        : this(new RunOptions()) { }

    public Option<TimeSpan?> WaitTimeout { get; } =
        DurationOption.Create("--wait-timeout", "How long to wait for all nodes, as 90s or 1h30m; 0 is for ever", defaults.WaitTimeout);

    public Option<TimeSpan?> AbsentTimeout { get; } =
        DurationOption.Create(
            "--absent-timeout",
            "How long to wait for nodes of which nothing is to be heard, once all others are done; 0 is for ever",
            defaults.AbsentTimeout
        );

    /// <summary>The options.</summary>
    public IEnumerable<Option> Options => [_noWait, WaitTimeout, AbsentTimeout];

    /// <summary>What was given.</summary>
    public RunOptions Of(ParseResult parsed) =>
        defaults with
        {
            Wait = !parsed.GetValue(_noWait),
            WaitTimeout = parsed.GetValue(WaitTimeout) ?? defaults.WaitTimeout,
            AbsentTimeout = parsed.GetValue(AbsentTimeout) ?? defaults.AbsentTimeout,
        };
}
