namespace NodeTasker.HostAgent.Tests.Hostile;

/// <summary>Tests that measure what belongs to the whole process.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class Alone;
