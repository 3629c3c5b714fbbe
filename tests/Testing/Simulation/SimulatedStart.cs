namespace NodeTasker.Testing.Simulation;

/// <summary>One run of a script that a simulated agent has started.</summary>
/// <param name="Node">Where.</param>
/// <param name="Run">Which run.</param>
/// <param name="At">When; the order of all starts and ends of a simulation, counted.</param>
public sealed record SimulatedStart(string Node, string Run, long At)
{
    /// <summary>When it ended; null before.</summary>
    public long? End { get; internal set; }
}
