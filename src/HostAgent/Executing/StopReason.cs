namespace NodeTasker.HostAgent.Executing;

/// <summary>Why an attempt is ended before its own end.</summary>
internal enum StopReason
{
    /// <summary>It ran longer than its timeout.</summary>
    Deadline,

    /// <summary>The operator cancelled the run.</summary>
    Cancelled,

    /// <summary>The task changed and says <c>concurrencyPolicy=Replace</c>.</summary>
    Replaced,
}
