using System.Globalization;
using FsCheck.Fluent;

namespace NodeTasker.TaskModel.Tests;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("* * * * *", "2026-11-22T10:04:05Z", "2026-11-22T10:05:00Z")]
    [InlineData("* * * * *", "2026-11-22T10:05:00Z", "2026-11-22T10:06:00Z")]
    [InlineData("*/15 * * * *", "2026-11-22T10:04:05Z", "2026-11-22T10:15:00Z")]
    [InlineData("5/20 * * * *", "2026-11-22T10:26:00Z", "2026-11-22T10:45:00Z")]
    [InlineData("0,30 8-10/2 * * *", "2026-11-22T08:30:00Z", "2026-11-22T10:00:00Z")]
    [InlineData("30 4 * * mon-fri", "2026-11-20T12:00:00Z", "2026-11-23T04:30:00Z")]
    [InlineData("0 0 1 JAN ?", "2026-11-22T10:04:05Z", "2027-01-01T00:00:00Z")]
    [InlineData("0 0 ? * 0", "2026-11-22T10:04:05Z", "2026-11-29T00:00:00Z")]
    [InlineData("@hourly", "2026-11-22T10:04:05Z", "2026-11-22T11:00:00Z")]
    [InlineData("@daily", "2026-11-22T10:04:05Z", "2026-11-23T00:00:00Z")]
    [InlineData("@midnight", "2026-11-22T10:04:05Z", "2026-11-23T00:00:00Z")]
    [InlineData("@weekly", "2026-11-22T10:04:05Z", "2026-11-29T00:00:00Z")]
    [InlineData("@monthly", "2026-11-22T10:04:05Z", "2026-12-01T00:00:00Z")]
    [InlineData("@yearly", "2026-11-22T10:04:05Z", "2027-01-01T00:00:00Z")]
    [InlineData("0 0 29 2 *", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z")]
    [InlineData("59 23 31 12 *", "2026-12-31T23:58:59+00:00", "2026-12-31T23:59:00Z")]
    public void The_next_minute_is_the_first_that_all_fields_allow(string schedule, string after, string expected) =>
        Assert.Equal(At(expected), Parse(schedule).Next(At(after)));

    [Theory]
    [InlineData("0 0 13 * fri", "2026-11-22T00:00:00Z", "2026-11-27T00:00:00Z")]
    [InlineData("0 0 13 * fri", "2026-12-12T00:00:00Z", "2026-12-13T00:00:00Z")]
    [InlineData("0 0 */2 * fri", "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z")]
    [InlineData("0 0 13 * *", "2026-11-22T00:00:00Z", "2026-12-13T00:00:00Z")]
    [InlineData("0 0 * * fri", "2026-11-22T00:00:00Z", "2026-11-27T00:00:00Z")]
    public void Where_both_day_fields_are_restricted_either_is_enough(string schedule, string after, string expected) =>
        Assert.Equal(At(expected), Parse(schedule).Next(At(after)));

    [Fact]
    public void A_day_that_never_comes_is_never_scheduled() => Assert.Null(Parse("0 0 30 2 *").Next(At("2026-11-22T10:04:05Z")));

    [Theory]
    [InlineData("Europe/Berlin", "2026-07-01T00:00:00Z", "2026-07-01T02:30:00Z")]
    [InlineData("Europe/Berlin", "2026-12-01T00:00:00Z", "2026-12-01T03:30:00Z")]
    [InlineData("Asia/Kolkata", "2026-12-01T00:00:00Z", "2026-12-01T23:00:00Z")]
    [InlineData("UTC", "2026-12-01T00:00:00Z", "2026-12-01T04:30:00Z")]
    public void Times_are_those_of_the_time_zone(string zone, string after, string expected) =>
        Assert.Equal(At(expected), Parse("30 4 * * *", zone).Next(At(after)));

    [Theory]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-30T00:30:00Z")]
    [InlineData("0 0 * * *", "America/Sao_Paulo", "2018-11-03T12:00:00Z", "2018-11-05T02:00:00Z")]
    public void A_local_time_that_is_skipped_does_not_happen(string schedule, string zone, string after, string expected) =>
        Assert.Equal(At(expected), Parse(schedule, zone).Next(At(after)));

    [Theory]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData("45 1 * * *", "Australia/Lord_Howe", "2026-04-04T12:00:00Z", "2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z")]
    [InlineData("30 1-4 * * *", "Europe/Berlin", "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T02:30:00Z")]
    public void A_local_time_that_happens_twice_runs_once(string schedule, string zone, string after, string first, string second)
    {
        var cron = Parse(schedule, zone);

        Assert.Equal(At(first), cron.Next(At(after)));
        Assert.Equal(At(second), cron.Next(At(first)));
    }

    [Fact]
    public void A_schedule_of_every_hour_goes_on_while_clocks_are_set_back()
    {
        var cron = Parse("30 * * * *", "Europe/Berlin");

        var runs = Next(cron, At("2026-10-24T23:45:00Z"), 4);

        Assert.Equal(["00:30", "01:30", "02:30", "03:30"], runs.Select(run => run.ToString("HH:mm", CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("", "it has 0 fields instead of 5 (minute, hour, day of month, month, day of week)")]
    [InlineData("* * * *", "it has 4 fields instead of 5 (minute, hour, day of month, month, day of week)")]
    [InlineData("0 0 0 * * *", "it has 6 fields instead of 5 (minute, hour, day of month, month, day of week)")]
    [InlineData("60 * * * *", "minute '60': 60 is not from 0 to 59")]
    [InlineData("* 24 * * *", "hour '24': 24 is not from 0 to 23")]
    [InlineData("* * 0 * *", "day of month '0': 0 is not from 1 to 31")]
    [InlineData("* * * foo *", "month 'foo': 'foo' is no number and no name such as feb")]
    [InlineData("* * * * 7", "day of week '7': Sunday is 0, not 7")]
    [InlineData("30-10 * * * *", "minute '30-10': the range '30-10' ends before it begins")]
    [InlineData("*/0 * * * *", "minute '*/0': '0' is no step, which is a whole number from 1")]
    [InlineData("1,,2 * * * *", "minute '1,,2': '' is no number")]
    [InlineData("*-5 * * * *", "minute '*-5': '*' is no number")]
    [InlineData("-1 * * * *", "minute '-1': '' is no number")]
    [InlineData("@every 1h", "@every is not tied to the clock, so that nodes would not agree; write, say, */10 * * * *")]
    [InlineData("@reboot", "'@reboot' is unknown")]
    [InlineData("TZ=UTC * * * * *", "the time zone is not part of it; set the key 'timeZone'")]
    [InlineData("CRON_TZ=UTC * * * * *", "the time zone is not part of it; set the key 'timeZone'")]
    public void A_bad_schedule_is_refused_with_the_place(string schedule, string expected)
    {
        Assert.False(CronSchedule.TryParse(schedule, null, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Local")]
    [InlineData("Mars/Olympus")]
    [InlineData("../../../etc/passwd")]
    [InlineData("/etc/localtime")]
    [InlineData("+02:00")]
    public void An_unknown_time_zone_is_refused(string zone)
    {
        Assert.False(CronSchedule.TryParse("* * * * *", zone, out _, out var error));
        Assert.Equal($"there is no time zone '{zone}' in the database of this machine", error);
    }

    [Fact]
    public void A_time_zone_in_the_wrong_case_is_corrected()
    {
        Assert.False(CronSchedule.TryParse("* * * * *", "europe/berlin", out _, out var error));
        Assert.EndsWith("; did you mean 'Europe/Berlin'?", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_minute_is_what_trying_every_minute_finds() =>
        ForEvery.Value(
            from minute in Gen.Choose(0, 59)
            from hourStep in Gen.Choose(1, 23)
            from weekday in Gen.Choose(0, 6)
            from start in Gen.Choose(0, 500_000)
            select (minute, hourStep, weekday, After: At("2026-01-01T00:00:00Z").AddMinutes(start)),
            value =>
            {
                var found = Parse($"{value.minute} */{value.hourStep} * * {value.weekday}").Next(value.After);

                var tried = value.After.AddMinutes(1);
                while (!(tried.Minute == value.minute && tried.Hour % value.hourStep == 0 && (int)tried.DayOfWeek == value.weekday))
                    tried = tried.AddMinutes(1);

                Assert.Equal(tried, found);
            },
            count: 100
        );

    [Fact]
    public void Any_text_is_a_schedule_or_has_an_error() => ForEvery.Value(Gens.Text, text =>
        {
            var isGood = CronSchedule.TryParse(text, null, out var schedule, out var error);

            Assert.NotEqual(isGood, error.Length > 0);
            Assert.Equal(isGood, schedule is not null);
        });

    [Fact]
    public void The_ends_of_time_have_no_next_minute()
    {
        Assert.Null(Parse("* * * * *", "Asia/Tokyo").Next(DateTimeOffset.MaxValue));
        Assert.Null(Parse("* * * * *", "America/New_York").Next(DateTimeOffset.MinValue));
    }

    private static List<DateTimeOffset> Next(CronSchedule schedule, DateTimeOffset after, int count)
    {
        var runs = new List<DateTimeOffset>();
        while (runs.Count < count)
            runs.Add(schedule.Next(runs.Count == 0 ? after : runs[^1])!.Value);

        return runs;
    }

    private static CronSchedule Parse(string schedule, string? zone = null)
    {
        Assert.True(CronSchedule.TryParse(schedule, zone, out var value, out var error), error);
        return value;
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
