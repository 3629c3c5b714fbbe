namespace NodeTasker.Cli.Connecting;

/// <summary>Which cluster, and what of it.</summary>
/// <param name="Kubeconfig">A file; null for <c>KUBECONFIG</c>, then <c>~/.kube/config</c>, then the pod's own.</param>
/// <param name="Context">A context of it; null for its current one.</param>
/// <param name="Namespace">Where the task is.</param>
/// <param name="Task">The task's name.</param>
internal sealed record ConnectionOptions(string? Kubeconfig, string? Context, string Namespace, string Task);
