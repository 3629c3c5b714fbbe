namespace NodeTasker.TaskModel;

/// <summary>Keys <c>schedule</c> (five-field cron, as CronJob) and <c>timeZone</c> (IANA; UTC when none).</summary>
public sealed record CronSchedule
{
    /// <summary>The first scheduled minute after <paramref name="after"/>; null when there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) => throw new NotImplementedException();

    /// <summary>The slot of a scheduled minute, as in run ids: <c>202611221430</c>, UTC.</summary>
    public static string SlotOf(DateTimeOffset minute) => throw new NotImplementedException();

    /// <summary>Parses both keys; on false <paramref name="error"/> says what and where.</summary>
    public static bool TryParse(string schedule, string? timeZone, out CronSchedule value, out string error) => throw new NotImplementedException();
}
