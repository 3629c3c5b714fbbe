namespace NodeTasker.Controller.Storing;

/// <summary>Times in a Lease have microseconds, always: the API server takes none without, and a client leaves them out where they are zero.</summary>
internal static class LeaseTime
{
    public static DateTime? Of(DateTimeOffset? time)
    {
        if (time is not { UtcDateTime: var utc })
            return null;
        var cut = utc.Ticks - (utc.Ticks % TimeSpan.TicksPerMicrosecond);
        return new DateTime(cut % TimeSpan.TicksPerSecond == 0 ? cut + TimeSpan.TicksPerMicrosecond : cut, DateTimeKind.Utc);
    }
}
