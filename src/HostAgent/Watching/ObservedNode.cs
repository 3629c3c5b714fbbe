namespace NodeTasker.HostAgent.Watching;

/// <summary>What the API says of this agent's own Node.</summary>
internal sealed record ObservedNode(string Uid, IReadOnlyDictionary<string, string> Labels);
