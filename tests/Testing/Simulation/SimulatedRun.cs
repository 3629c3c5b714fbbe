namespace NodeTasker.Testing.Simulation;

/// <summary>What a simulated agent does with a run.</summary>
public sealed record SimulatedRun
{
    /// <summary>Ends at once, well.</summary>
    public static SimulatedRun Success { get; } = new();

    /// <summary>Ends when the test says so: <see cref="SimulatedAgents.Finish"/>.</summary>
    public static SimulatedRun UntilFinished { get; } = new() { Duration = null };

    /// <summary>How long it runs; null until the test ends it.</summary>
    public TimeSpan? Duration { get; init; } = TimeSpan.Zero;

    /// <summary>Anything but 0 is a failure.</summary>
    public int ExitCode { get; init; }

    /// <summary>Whether it says that it runs before it has ended; as in real agents only what takes a while does.</summary>
    public bool SaysRunning => Duration is null || Duration > TimeSpan.Zero;
}
