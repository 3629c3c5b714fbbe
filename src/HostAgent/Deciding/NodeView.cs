using NodeTasker.HostAgent.Journal;
using NodeTasker.HostAgent.Watching;
using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Signing;

namespace NodeTasker.HostAgent.Deciding;

/// <summary>All that a decision may look at.</summary>
internal sealed record NodeView
{
    public required string Node { get; init; }

    /// <summary>Which boot of the host this is.</summary>
    public required string BootId { get; init; }

    /// <summary>The newest task; null before it was first read.</summary>
    public required TaskSnapshot? Task { get; init; }

    /// <summary>The Node's labels as they are now; null while they are not known.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>What this node has done.</summary>
    public required JournalState Journal { get; init; }

    /// <summary>The run whose attempt is under way.</summary>
    public RunId? Active { get; init; }

    /// <summary>Whether that attempt is being stopped already.</summary>
    public bool IsStopping { get; init; }

    /// <summary>What on this host stands in the way of any run; null when nothing does.</summary>
    public string? Blocked { get; init; }

    /// <summary>The run that the controller granted to this node; null while nothing asks for a grant.</summary>
    public string? Grant { get; init; }

    /// <summary>The grant that was waited for so far; null when none was.</summary>
    public GrantWait? Waiting { get; init; }

    /// <summary>The agent's own audience.</summary>
    public string? Audience { get; init; }

    /// <summary>What comes of checking the task's signature now; null where nothing was checked.</summary>
    public SignatureVerdict? Signature { get; init; }

    /// <summary>Whether only a task with a good signature may start.</summary>
    public bool NeedsSignature { get; init; }
}
