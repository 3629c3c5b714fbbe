namespace NodeTasker.Rollouts;

/// <summary>A place that a node takes.</summary>
/// <param name="Until">When it gives it up though nothing is heard of it; null is never.</param>
internal sealed record HeldPlace(DateTimeOffset? Until);
