namespace NodeTasker.Rollouts;

/// <summary>The earliest of the times to come at which a plan may be another.</summary>
internal sealed class Alarm(DateTimeOffset now)
{
    public DateTimeOffset? Time { get; private set; }

    public void SetFor(DateTimeOffset? time)
    {
        if (time is { } at && at > now && at < DateTimeOffset.MaxValue && (Time is not { } earlier || at < earlier))
            Time = at;
    }
}
