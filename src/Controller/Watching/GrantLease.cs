namespace NodeTasker.Controller.Watching;

/// <summary>A grant as agents see it.</summary>
/// <param name="Holder">The run that may start; null when none.</param>
/// <param name="Version">The Lease's resourceVersion.</param>
internal sealed record GrantLease(string? Holder, string Version);
