using System.CommandLine;
using NodeTasker.Cli.Running;

namespace NodeTasker.Cli.Commands;

/// <summary>How to wait for a run.</summary>
internal sealed class WaitFlags
{
    private static readonly RunOptions Defaults = new();
    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Only set the task; don't wait for the nodes" };
    private readonly Option<TimeSpan?> _waitTimeout = DurationOption.Create(
        "--wait-timeout",
        "How long to wait for all nodes, as 90s or 1h30m; 0 is for ever",
        Defaults.WaitTimeout
    );
    private readonly Option<TimeSpan?> _absentTimeout = DurationOption.Create(
        "--absent-timeout",
        "How long to wait for nodes of which nothing is to be heard, once all others are done; 0 is for ever",
        Defaults.AbsentTimeout
    );

    /// <summary>The options.</summary>
    public IEnumerable<Option> Options => [_noWait, _waitTimeout, _absentTimeout];

    /// <summary>What was given.</summary>
    public RunOptions Of(ParseResult parsed) =>
        Defaults with
        {
            Wait = !parsed.GetValue(_noWait),
            WaitTimeout = parsed.GetValue(_waitTimeout) ?? Defaults.WaitTimeout,
            AbsentTimeout = parsed.GetValue(_absentTimeout) ?? Defaults.AbsentTimeout,
        };
}
