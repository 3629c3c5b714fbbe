using System.Globalization;

namespace NodeTasker.EndToEnd.Tests.Execution;

/// <summary>
/// SIGKILL of the agent at any moment of a run that ends, times out or is cancelled. <c>NODE_TASKER_FAULTS=N</c> sets how many kills for each
/// launcher, <c>NODE_TASKER_SEED</c> which moments.
/// </summary>
public sealed class LauncherFaultTests(SharedServers servers, BootedHost host, ITestOutputHelper output)
    : ExecutionTest(servers, host, output),
        IClassFixture<BootedHost>
{
    private static readonly int Kills = FromEnvironment("NODE_TASKER_FAULTS", 10);
    private static readonly int Seed = FromEnvironment("NODE_TASKER_SEED", Environment.TickCount & 0xffff);

    [Theory, MemberData(nameof(EveryLauncher))]
    public async Task An_agent_killed_at_any_moment_starts_nothing_twice_loses_no_result_and_leaves_nothing_alive(string launcher)
    {
        var random = new Random(Seed);
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await using var node = await NodeAsync(launcher);

        for (var kill = 1; kill <= Kills; kill++)
        {
            var what = (kill % 3) switch
            {
                0 => "timeout",
                1 => "end",
                _ => "cancel",
            };
            var mark = $"kill-{kill}";
            var script = new StubbornScript();
            var length = string.Create(CultureInfo.InvariantCulture, $"{random.NextDouble() * 0.2}");
            if (what == "end")
                await node.SetAsync($"{node.Mark(mark)}sleep {length}\n{node.Mark($"{mark}-ended")}echo {mark}", Cancellation);
            else
                await node.SetAsync(
                    script.ThatStays(node.Mark(mark)),
                    Cancellation,
                    ("timeout", what == "timeout" ? "500ms" : "1h"),
                    ("gracePeriod", "50ms")
                );
            if (what == "cancel")
                await node.CancelAsync(Cancellation);

            await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * (what == "timeout" ? 700 : 200)), Cancellation);
            await node.Agent.KillAsync(Cancellation);
            await node.Agent.StartAgainAsync();
            var result = await node.EndAsync(Cancellation);

            await script.IsGoneAsync(TimeSpan.FromSeconds(5), Cancellation);
            var began = node.CountMarks(mark);
            var told = (what, began, result.Phase, result.Reason) switch
            {
                ("end", 1, "Succeeded", _) when node.CountMarks($"{mark}-ended") == 1 && result.Output == $"{mark}\n" => "ended",
                ("timeout", 1, "Failed", "DeadlineExceeded") => "timed out",
                ("cancel", 0 or 1, "Cancelled", _) => "cancelled",
                (_, 0, "Failed", "Interrupted") => "killed between intent and start, and said so",
                _ => null,
            };
            Assert.True(
                told is not null,
                $"seed {Seed}: {mark} ({what}) began {began} times, and its result is {result}\n{node.Agent.Log}"
            );
            counts[told] = counts.GetValueOrDefault(told) + 1;
        }

        var summary =
            $"{launcher}: {Kills} kills (seed {Seed}): {string.Join(", ", counts.Select(count => $"{count.Value} {count.Key}"))}; 0 started twice, 0 results lost, 0 processes left.";
        Output.WriteLine(summary);
        TestContext.Current.SendDiagnosticMessage(summary);
        Assert.All(Enumerable.Range(1, Kills), kill => Assert.InRange(node.CountMarks($"kill-{kill}"), 0, 1));
        Assert.True(counts.ContainsKey("ended"), "No run ended by itself: this has tested nothing.");
    }
}
