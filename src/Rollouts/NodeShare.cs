namespace NodeTasker.Rollouts;

/// <summary>Numbers of nodes, of which a task may say how many or how many of a hundred.</summary>
internal static class NodeShare
{
    /// <summary>Percentages are rounded down.</summary>
    public static int Of(CountOrPercent value, int nodes) => value.IsPercent ? (int)((long)value.Value * nodes / 100) : value.Value;

    /// <summary>Nothing would ever start with none at a time.</summary>
    public static int AtLeastOne(CountOrPercent value, int nodes) => Math.Max(1, Of(value, nodes));

    /// <summary>How many at a time; 100% is no bound, whatever still runs on nodes that are not selected any more.</summary>
    public static int Places(CountOrPercent parallelism, int nodes) =>
        parallelism == CountOrPercent.All ? int.MaxValue : AtLeastOne(parallelism, nodes);
}
