namespace NodeTasker.TaskModel;

/// <summary>The reasons of <see cref="RunPhase.Rejected"/>, as they stand in a result.</summary>
public static class RejectedReason
{
    /// <summary>A key or a value of the task is wrong.</summary>
    public const string BadTask = nameof(BadTask);

    /// <summary>The agent runs signed tasks only, and this one has no <c>signature</c>.</summary>
#pragma warning disable CA1720 // It says what it says in English, not in C.
    public const string Unsigned = nameof(Unsigned);
#pragma warning restore CA1720

    /// <summary>The <c>signature</c> is none, or none of this content by a trusted key.</summary>
    public const string BadSignature = nameof(BadSignature);

    /// <summary>The agent's trusted keys cannot be read, so no signature can be checked.</summary>
    public const string NoTrustedKeys = nameof(NoTrustedKeys);

    /// <summary>The task's <c>notAfter</c> is over.</summary>
    public const string NotAfter = nameof(NotAfter);

    /// <summary>The task's <c>audience</c> is not the agent's.</summary>
    public const string WrongAudience = nameof(WrongAudience);
}
