namespace NodeTasker.Cli.Running;

/// <summary>How <c>run</c> and its kin set a task and wait for it.</summary>
internal sealed record RunOptions
{
    /// <summary>Whether to wait at all.</summary>
    public bool Wait { get; init; } = true;

    /// <summary>How long; zero is for ever.</summary>
    public TimeSpan WaitTimeout { get; init; }

    /// <summary>How long to wait for nodes of which nothing is to be heard, once all others are done; zero is for ever.</summary>
    public TimeSpan AbsentTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the run goes on when nobody waits for it any more.</summary>
    public bool GoesOn { get; init; } = true;

    /// <summary>Whether task and results are to be gone afterwards.</summary>
    public bool Remove { get; init; }

    /// <summary>Whether another run that is still in progress may be replaced.</summary>
    public bool Replace { get; init; }

    /// <summary>Whether many nodes may be touched without asking.</summary>
    public bool Yes { get; init; }
}
