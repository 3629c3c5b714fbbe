using System.Globalization;
using NodeTasker.Rollouts;

namespace NodeTasker.Rollouts.Tests;

public sealed class SummaryCodecTests
{
    private static readonly DateTimeOffset Now = RolloutScene.Start;

    [Fact]
    public void A_summary_is_one_object_that_answers_everything()
    {
        List<NodeProgress> nodes =
        [
            new("n-1", NodePhase.Succeeded, ExitCode: 0, Duration: TimeSpan.FromMilliseconds(1_204)),
            new("n-2", NodePhase.Failed, "NonZeroExit", 3, TimeSpan.FromMilliseconds(20)),
            new("n-3", NodePhase.Pending, "NoAgent", Since: Now.AddMinutes(-3)),
            new("n-4", NodePhase.Unknown, "NodeLost", Since: Now.AddMinutes(-7)),
        ];
        var summary = SummaryOf(nodes) with { Message = "Why.", StartTime = Now.AddMinutes(-8), CompletionTime = Now };

        var document = SummaryCodec.Encode("node-tasker", summary, Now);

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["_run"] = "0123456789ab",
                ["_status"] = "Halted",
                ["_message"] = "Why.",
                ["_summary"] = "4 nodes: 1 succeeded, 1 failed, 1 pending, 1 unknown",
                ["_desired"] = "4",
                ["_pending"] = "1",
                ["_running"] = "0",
                ["_succeeded"] = "1",
                ["_failed"] = "1",
                ["_cancelled"] = "0",
                ["_rejected"] = "0",
                ["_unknown"] = "1",
                ["_startTime"] = "2026-11-22T09:52:00Z",
                ["_completionTime"] = "2026-11-22T10:00:00Z",
                ["n-1"] = "Succeeded exitCode=0 duration=1.204s",
                ["n-2"] = "Failed NonZeroExit exitCode=3 duration=20ms",
                ["n-3"] = "Pending NoAgent age=2m",
                ["n-4"] = "Unknown NodeLost age=5m",
            },
            document.Data
        );
        Assert.Equal("summary", document.Labels["app.kubernetes.io/component"]);
        Assert.Equal("node-tasker", document.Labels["node-tasker.io/task"]);
    }

    [Fact]
    public void A_summary_reads_back_the_same_with_its_ages_as_of_then()
    {
        List<NodeProgress> nodes =
        [
            new("n-2", NodePhase.Failed, "Signaled", 137, TimeSpan.FromMilliseconds(20)),
            new("n-10", NodePhase.Pending, "NoAgent", Since: Now.AddMinutes(-2)),
            new("n-11", NodePhase.Running),
        ];
        var summary = SummaryOf(nodes) with { Message = "Why.", StartTime = Now, CompletionTime = Now };
        var data = SummaryCodec.Encode("node-tasker", summary, Now).Data;

        Assert.True(SummaryCodec.TryDecode(data, Now, out var back, out var error), error);
        Assert.True(SummaryCodec.TryDecode(data, out var ageless, out error), error);

        Assert.Equal(summary.Nodes, back.Nodes);
        Assert.Equal(summary with { Nodes = back.Nodes }, back);
        Assert.Null(ageless.Nodes[1].Since);
    }

    [Theory]
    [InlineData("_run", null, "the key '_run' is missing")]
    [InlineData("_status", null, "the key '_status' is missing")]
    [InlineData("_status", "Done", "the key '_status' has the bad value 'Done'")]
    [InlineData("_failed", null, "the key '_failed' is missing")]
    [InlineData("_failed", "-1", "the key '_failed' has the bad value '-1'")]
    [InlineData("n-1", "Gone", "the key 'n-1' has the bad value 'Gone'")]
    [InlineData("n-1", "Failed exitCode=x", "the key 'n-1' has the bad value 'Failed exitCode=x'")]
    [InlineData("n-1", "Failed a b", "the key 'n-1' has the bad value 'Failed a b'")]
    [InlineData("n-1", "Pending NoAgent age=soon", "the key 'n-1' has the bad value 'Pending NoAgent age=soon'")]
    public void A_summary_that_somebody_spoilt_is_refused_with_the_key(string key, string? value, string expected)
    {
        var data = SummaryCodec.Encode("node-tasker", SummaryOf([new("n-1", NodePhase.Running)]), Now).Data.ToDictionary();
        data.Remove(key);
        if (value is not null)
            data[key] = value;

        Assert.False(SummaryCodec.TryDecode(data, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void A_summary_that_would_outgrow_its_object_lists_who_did_not_succeed_and_counts_the_others()
    {
        var nodes = Enumerable
            .Range(1, 20_000)
            .Select(number => new NodeProgress(
                $"some-rather-long-name-of-a-node-{number}",
                number % 10 == 0 ? NodePhase.Failed : NodePhase.Succeeded
            ))
            .ToList();

        var data = SummaryCodec.Encode("node-tasker", SummaryOf(nodes), Now).Data;

        Assert.Equal("18000", data["_notListed"]);
        Assert.Equal("18000", data["_succeeded"]);
        Assert.Equal(2_000, data.Count(entry => entry.Value == "Failed"));
        Assert.DoesNotContain("Succeeded", data.Values);
    }

    [Fact]
    public void Even_then_it_stays_within_its_object()
    {
        var nodes = Enumerable
            .Range(1, 20_000)
            .Select(number => new NodeProgress($"{number}-{new string('x', 200)}", NodePhase.Failed))
            .ToList();

        var data = SummaryCodec.Encode("node-tasker", SummaryOf(nodes) with { Message = new string('x', 1_000_000) }, Now).Data;

        Assert.InRange(data.Sum(entry => entry.Key.Length + entry.Value.Length), 800 * 1024, 900 * 1024);
        Assert.Equal(20_000, data.Count(entry => entry.Key[0] != '_') + int.Parse(data["_notListed"], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_thousand_nodes_that_succeeded_are_all_listed()
    {
        var nodes = Enumerable
            .Range(1, 5_000)
            .Select(number => new NodeProgress(
                $"worker-{number}.example",
                NodePhase.Succeeded,
                ExitCode: 0,
                Duration: TimeSpan.FromSeconds(1.2)
            ))
            .ToList();

        Assert.DoesNotContain("_notListed", SummaryCodec.Encode("node-tasker", SummaryOf(nodes), Now).Data.Keys);
    }

    private static RolloutSummary SummaryOf(IReadOnlyList<NodeProgress> nodes) =>
        new(new("0123456789ab"), RolloutStatus.Halted, null, nodes, PhaseCounts.Of(nodes));
}
