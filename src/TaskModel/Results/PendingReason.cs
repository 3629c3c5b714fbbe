namespace NodeTasker.TaskModel;

/// <summary>The reasons of <see cref="RunPhase.Pending"/>, as they stand in a result; a node that just waits for the controller or the operator gives none.</summary>
public static class PendingReason
{
    /// <summary>The host is in the way: the node could not use a grant, so it does not ask for one.</summary>
    public const string Blocked = nameof(Blocked);
}
