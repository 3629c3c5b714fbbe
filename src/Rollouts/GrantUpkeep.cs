namespace NodeTasker.Rollouts;

/// <summary>What becomes of the grants that were given before: kept, taken back, or used up.</summary>
internal sealed class GrantUpkeep(TaskSpec? spec, ContentRuns runs, bool isStopped, DateTimeOffset now)
{
    // What is heard of a node may be older than its grant; not for longer than this.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    // An agent may have read the grant just before it was taken back. What it did is known at once, or once it reaches the API again, whether
    // its node was cut off or the API was away: it tries at least once a minute.
    private static readonly TimeSpan Silence = Grant.LongestSilence;

    /// <summary>The grant as it should be; null when it is used up.</summary>
    /// <param name="node">Null when the node is gone.</param>
    /// <param name="grant">As it is.</param>
    /// <param name="isSelected">Whether the task still selects the node.</param>
    /// <param name="isVisible">Whether the agent can see it.</param>
    public Grant? Next(NodeStanding? node, Grant grant, bool isSelected, bool isVisible)
    {
        // Another controller's clock was ahead: count from now rather than for however long.
        if (grant.Time > now || (grant.IsRevoked && isVisible))
            grant = grant with { Time = now };
        if (node is null)
            return IsYoung(grant) ? grant : null;
        if (IsUsedUp(node, grant) || (HasMovedOn(node, grant) && !IsYoung(grant)))
            return null;
        if (!grant.IsRevoked)
            return IsToRevoke(node, grant, isSelected) ? new Grant(grant.Run, now, IsRevoked: true) : grant;
        return Occupies(node, grant) || IsToBeLast(node, grant, isSelected) ? grant : null;
    }

    /// <summary>Whether it takes a place.</summary>
    public bool Occupies(NodeStanding node, Grant grant) => !grant.IsRevoked || FreeAt(node, grant) is not { } free || now < free;

    /// <summary>Whether what is known of the node may be older than its grant: a controller that has just taken over sees the past for a while.</summary>
    public bool IsYoung(Grant grant) => now < SettledAt(grant);

    /// <summary>When it is not young any more.</summary>
    public static DateTimeOffset SettledAt(Grant grant) => grant.Time + Settling;

    /// <summary>When a grant that was taken back gives up its place, or one that nobody makes use of is taken back; null is never.</summary>
    public DateTimeOffset? FreeAt(NodeStanding node, Grant grant)
    {
        if (grant.IsRevoked && !node.IsUnreachable)
        {
            var since = node.Node.ReadinessTime is { } ready && ready <= now && ready > grant.Time ? ready : grant.Time;
            return since + Silence;
        }

        // It may have started, and nobody would know.
        return RunBound.EndOf(spec, grant.Time, attempt: 1);
    }

    private static bool IsUsedUp(NodeStanding node, Grant grant) =>
        node.Result is { } result && result.Run == grant.Run && (result.HasEnded || (node.IsRunning && !node.Occupies));

    private bool IsToRevoke(NodeStanding node, Grant grant, bool isSelected)
    {
        if (node.IsRunning && node.Result?.Run == grant.Run)
            return false;
        if (isStopped || !isSelected || !runs.IsOfContent(grant.Run) || runs.IsCancelled(grant.Run) || node.IsUnreachable)
            return true;
        return spec is not { Paused: true } && FreeAt(node, grant) <= now;
    }

    /// <summary>It says of another run of this content that it waits for it, or has run it: so it does not wait for this one any more.</summary>
    private bool HasMovedOn(NodeStanding node, Grant grant) =>
        node.Result is { } result && result.Run != grant.Run && runs.IsOfContent(result.Run) && !runs.IsToRunAgain(result);

    /// <summary>An agent that asked and then made no use of its grant is remembered, so that the next one's turn comes.</summary>
    private static bool IsToBeLast(NodeStanding node, Grant grant, bool isSelected) => isSelected && node.Asked == grant.Run;
}
