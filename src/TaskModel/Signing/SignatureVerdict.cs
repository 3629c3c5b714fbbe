namespace NodeTasker.TaskModel.Signing;

/// <summary>What came of checking a task's signature.</summary>
public abstract record SignatureVerdict
{
    private SignatureVerdict() { }

    /// <summary>One of the keys has signed it.</summary>
    /// <param name="SignedBy">The name of that key.</param>
    public sealed record Trusted(string SignedBy) : SignatureVerdict;

    /// <summary>None of the keys is known to have signed it: nothing of it may run.</summary>
    /// <param name="Reason">See <see cref="RejectedReason"/>.</param>
    /// <param name="Message">What is wrong and what to do about it.</param>
    public sealed record Refused(string Reason, string Message) : SignatureVerdict;
}
