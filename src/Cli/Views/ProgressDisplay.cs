using NodeTasker.Cli.Connecting;

namespace NodeTasker.Cli.Views;

/// <summary>Chooses how progress is shown.</summary>
internal static class ProgressDisplay
{
    /// <summary>Live where the terminal can, else milestones.</summary>
    public static IProgressDisplay Of(Cluster cluster, CommandContext context) => new MilestoneProgress(context.Streams.Error);
}
