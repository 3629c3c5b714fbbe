using System.Globalization;

namespace NodeTasker.TaskModel;

/// <summary>Keys <c>schedule</c> (five-field cron, as CronJob) and <c>timeZone</c> (IANA; UTC when none).</summary>
/// <remarks>
/// <para>
/// Minute, hour, day of month, month and day of week, each <c>*</c> or <c>?</c>, a value, a range <c>1-5</c>, any of these with a step
/// <c>*/15</c>, or a comma list of these; months and weekdays by name too. Where both day fields are restricted, a day that either names
/// is scheduled. Also <c>@yearly</c>, <c>@annually</c>, <c>@monthly</c>, <c>@weekly</c>, <c>@daily</c>, <c>@midnight</c> and <c>@hourly</c>; not <c>@every</c>,
/// whose times depend on when one begins to count, so that no two nodes would agree.
/// </para>
/// <para>
/// When clocks are set forward, the local times that are skipped do not happen: nothing runs, as with CronJob. When they are set back, a local
/// time that happens twice runs once, the first time; only a schedule of every hour goes on through both, as it means the time that passes.
/// </para>
/// </remarks>
public sealed record CronSchedule
{
    // The longest gap there is: a 29 February over a century that is no leap year.
    private const int DaysToLookAhead = (366 * 8) + 2;

    private const ulong EveryHour = (1UL << 24) - 1;

    private static readonly CronField.Kind[] Kinds =
    [
        CronField.Kind.Minute,
        CronField.Kind.Hour,
        CronField.Kind.DayOfMonth,
        CronField.Kind.Month,
        CronField.Kind.DayOfWeek,
    ];

    private static readonly Dictionary<string, string> Shorthands = new(StringComparer.Ordinal)
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    private readonly CronField _minutes;
    private readonly CronField _hours;
    private readonly CronField _daysOfMonth;
    private readonly CronField _months;
    private readonly CronField _daysOfWeek;
    private readonly TimeZoneInfo _zone;

    private CronSchedule(CronField[] fields, TimeZoneInfo zone)
    {
        (_minutes, _hours, _daysOfMonth, _months, _daysOfWeek) = (fields[0], fields[1], fields[2], fields[3], fields[4]);
        _zone = zone;
    }

    /// <summary>The first scheduled minute after <paramref name="after"/>, in UTC; null when there is none, as for 30 February.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (after.Year is < 2 or > 9980)
            return null;

        var day = TimeZoneInfo.ConvertTime(after, _zone).Date.AddDays(-1);
        var last = day.AddDays(DaysToLookAhead);
        for (; day < last; day = day.AddDays(1))
        {
            // Where clocks are set back at midnight, a minute of the next day can come before one of this day.
            if (
                MinutesOf(day)
                    .Concat(MinutesOf(day.AddDays(1)))
                    .Where(minute => minute > after)
                    .Order()
                    .Cast<DateTimeOffset?>()
                    .FirstOrDefault() is
                { } next
            )
                return next;
        }

        return null;
    }

    /// <summary>Whether <paramref name="minute"/> is one of the scheduled minutes.</summary>
    public bool Has(DateTimeOffset minute) => minute.Year >= 2 && Next(minute.AddMinutes(-1)) == minute;

    /// <summary>Parses both keys; on false <paramref name="error"/> says what and where, and <paramref name="value"/> is null.</summary>
    public static bool TryParse(string schedule, string? timeZone, out CronSchedule value, out string error)
    {
        value = null!;
        error = ParseFields(schedule, out var fields) ?? "";
        if (error.Length > 0)
            return false;

        var zone = TimeZoneInfo.Utc;
        if (timeZone is not null && !IanaTimeZone.TryParse(timeZone, out zone, out error))
            return false;

        value = new CronSchedule(fields, zone);
        return true;
    }

    internal static string? ParseFields(string schedule, out CronField[] fields)
    {
        fields = [];
        if (schedule.StartsWith("TZ=", StringComparison.Ordinal) || schedule.StartsWith("CRON_TZ=", StringComparison.Ordinal))
            return "the time zone is not part of it; set the key 'timeZone'";

        if (schedule.StartsWith('@'))
        {
            if (!Shorthands.TryGetValue(schedule, out var meaning))
                return schedule.StartsWith("@every", StringComparison.Ordinal)
                    ? "@every is not tied to the clock, so that nodes would not agree; write, say, */10 * * * *"
                    : $"'{Shown.Of(schedule)}' is unknown";

            schedule = meaning;
        }

        var texts = schedule.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (texts.Length != Kinds.Length)
            return $"it has {texts.Length} fields instead of 5 (minute, hour, day of month, month, day of week)";

        fields = new CronField[Kinds.Length];
        for (var field = 0; field < fields.Length; field++)
        {
            if (CronField.Parse(texts[field], Kinds[field], out fields[field]) is { } error)
                return error;
        }

        return null;
    }

    private bool IsDayScheduled(DateTime day)
    {
        var isMonthDay = _daysOfMonth.Has(day.Day);
        var isWeekDay = _daysOfWeek.Has((int)day.DayOfWeek);
        var isDay = _daysOfMonth.IsStar || _daysOfWeek.IsStar ? isMonthDay && isWeekDay : isMonthDay || isWeekDay;
        return isDay && _months.Has(day.Month);
    }

    private IEnumerable<DateTimeOffset> MinutesOf(DateTime day)
    {
        if (!IsDayScheduled(day))
            yield break;

        for (var minute = 0; minute < 24 * 60; minute++)
        {
            if (!_hours.Has(minute / 60) || !_minutes.Has(minute % 60))
                continue;

            var local = day.AddMinutes(minute);
            if (_zone.IsInvalidTime(local))
                continue;

            if (!_zone.IsAmbiguousTime(local))
            {
                yield return InUtc(local, _zone.GetUtcOffset(local));
                continue;
            }

            var offsets = _zone.GetAmbiguousTimeOffsets(local);
            yield return InUtc(local, offsets.Max());
            if (_hours.Bits == EveryHour)
                yield return InUtc(local, offsets.Min());
        }
    }

    private static DateTimeOffset InUtc(DateTime local, TimeSpan offset) => new(local.Ticks - offset.Ticks, TimeSpan.Zero);
}
