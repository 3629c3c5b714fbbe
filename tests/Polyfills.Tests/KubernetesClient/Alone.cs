namespace NodeTasker.Polyfills.Tests.KubernetesClient;

/// <summary>Tests that measure this process's memory: nothing else of it runs meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
