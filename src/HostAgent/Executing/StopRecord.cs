namespace NodeTasker.HostAgent.Executing;

/// <summary>Why the agent has begun to end an attempt, beside its exit record: the next agent must know, should this one not live to see the end.</summary>
internal static class StopRecord
{
    public static StopReason? Read(RunFolder folder) =>
        Enum.TryParse<StopReason>(RunFolder.ReadRecord(folder.Stopped), out var reason) && Enum.IsDefined(reason) ? reason : null;

    /// <summary>Before anything of the attempt is ended. A full disk keeps nothing from being ended.</summary>
    public static void Write(RunFolder folder, StopReason reason)
    {
        try
        {
            File.WriteAllText(folder.Stopped, $"{reason}\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only an agent that is killed right now would have needed it.
        }
    }
}
