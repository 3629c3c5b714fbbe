namespace NodeTasker.EndToEnd.Tests;

/// <summary>Tests that load the whole machine; the others' deadlines would suffer.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
