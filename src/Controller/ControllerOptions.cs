using NodeTasker.ServiceHosting;

namespace NodeTasker.Controller;

/// <summary>The controller's options.</summary>
internal sealed record ControllerOptions : ServiceOptions
{
    /// <summary><c>--listen</c>. Default: <c>127.0.0.1:9809</c>.</summary>
    public override string Listen { get; init; } = "127.0.0.1:9809";

    /// <summary><c>--identity</c>: who this replica is among the others, unlike any of them. Default: the host's (the pod's) name and a random part.</summary>
    public required string Identity { get; init; }
}
