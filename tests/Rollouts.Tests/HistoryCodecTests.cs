using NodeTasker.Rollouts;

namespace NodeTasker.Rollouts.Tests;

public sealed class HistoryCodecTests
{
    private static readonly HistoryEntry Entry = new()
    {
        Run = new("0123456789ab"),
        SetTime = RolloutScene.Start,
        Manager = "kubectl-replace",
        User = "a \"b\" <c>",
        Options = new Dictionary<string, string> { ["waves"] = "1,10%", ["maxFailures"] = "2" },
        Status = RolloutStatus.Complete,
        Counts = new(5, 0, 0, 4, 1, 0, 0, 0),
        StartTime = RolloutScene.Start.AddSeconds(1),
        CompletionTime = RolloutScene.Start.AddMinutes(1),
    };

    [Fact]
    public void A_run_is_a_key_that_sorts_by_time_and_a_line_of_JSON()
    {
        var (key, line) = Assert.Single(HistoryCodec.Encode([Entry]));

        Assert.Equal("20261122T100000Z.0123456789ab", key);
        Assert.Equal(
            """{"run":"0123456789ab","setTime":"2026-11-22T10:00:00Z","manager":"kubectl-replace","user":"a \"b\" <c>","status":"Complete","desired":5,"pending":0,"running":0,"succeeded":4,"failed":1,"cancelled":0,"rejected":0,"unknown":0,"startTime":"2026-11-22T10:00:01Z","completionTime":"2026-11-22T10:01:00Z","options":{"maxFailures":"2","waves":"1,10%"}}""",
            line
        );
    }

    [Fact]
    public void A_run_reads_back_the_same()
    {
        HistoryEntry bare = new()
        {
            Run = new("00000000abcd"),
            SetTime = RolloutScene.Start.AddDays(-1),
            IsReplaced = true,
        };

        Assert.Equal([Entry, bare], HistoryCodec.Decode(HistoryCodec.Encode([bare, Entry])));
    }

    [Fact]
    public void The_newest_twenty_are_kept()
    {
        var entries = Enumerable.Range(0, 30).Select(number => Entry with { SetTime = RolloutScene.Start.AddMinutes(number) }).ToList();

        var back = HistoryCodec.Decode(HistoryCodec.Encode(entries));

        Assert.Equal(entries.AsEnumerable().Reverse().Take(20), back);
    }

    [Theory]
    [InlineData("", "The input does not contain any JSON tokens")]
    [InlineData("[]", "requires an element of type 'Object'")]
    [InlineData("{}", "'run' is missing")]
    [InlineData("""{"run":1}""", "requires an element of type 'String'")]
    [InlineData("""{"run":"x","setTime":"now","status":"Complete"}""", "'setTime' has the bad value 'now'")]
    [InlineData("""{"run":"x","setTime":"2026-11-22T10:00:00Z","status":"Done"}""", "'status' has the bad value 'Done'")]
    [InlineData("""{"run":"x","setTime":"2026-11-22T10:00:00Z","status":"Complete","failed":1.5}""", "")]
    public void A_run_that_somebody_spoilt_is_left_out_and_named_and_the_others_stay(string line, string expected)
    {
        var data = HistoryCodec.Encode([Entry]).ToDictionary();
        data["spoilt"] = line;

        Assert.Equal([Entry], HistoryCodec.Decode(data, out var problems));

        Assert.StartsWith("the key 'spoilt' can't be read: ", Assert.Single(problems), StringComparison.Ordinal);
        Assert.Contains(expected, problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Any_line_is_a_run_or_has_an_error() =>
        ForEvery.Value(Gens.Text, line => Assert.NotEqual(HistoryLine.TryParse(line, out _, out var error), error.Length > 0));
}
