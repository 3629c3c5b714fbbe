using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Demo;

/// <summary>Whenever and however a demo is ended, nothing of it is left.</summary>
public sealed class DemoEndsTests
{
    private const int Hangup = 1;
    private const int Interrupt = 2;

    /// <summary>A moment in the life of a demo.</summary>
    public enum Moment
    {
        FolderIsThere,
        FirstAgentIsThere,
        ScriptRuns,
        StaysUp,
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<DemoUser, int, Moment> Ends()
    {
        var ends = new TheoryData<DemoUser, int, Moment>
        {
            { DemoUser.Root, Interrupt, Moment.FirstAgentIsThere },
            { DemoUser.Root, Interrupt, Moment.ScriptRuns },
            { DemoUser.Nobody, Interrupt, Moment.ScriptRuns },
            { DemoUser.Root, UnixSignal.Terminate, Moment.FolderIsThere },
            { DemoUser.Root, UnixSignal.Terminate, Moment.ScriptRuns },
            { DemoUser.Nobody, UnixSignal.Terminate, Moment.FirstAgentIsThere },
            { DemoUser.Root, Hangup, Moment.ScriptRuns },
        };
        foreach (var moment in Enum.GetValues<Moment>())
        {
            ends.Add(DemoUser.Root, UnixSignal.Kill, moment);
            ends.Add(DemoUser.Nobody, UnixSignal.Kill, moment);
        }

        return ends;
    }

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Ends))]
    public async Task Nothing_is_left_after_a_signal(DemoUser user, int signal, Moment moment)
    {
        await DemoProcess.SkipUnlessPossibleAsync(user, TestContext.Current.CancellationToken);
        var script =
            moment == Moment.StaysUp ? "sleep 300 &" : DemoProcess.MarkingScript("trap '' TERM HUP INT; setsid sleep 300 & sleep 300");
        await using var demo = DemoProcess.Start(user, ["--keep", "--nodes", "2"], script);
        await Eventually.IsTrueAsync($"{moment}", () => Has(demo, moment), TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        demo.Process.Signal(signal);

        Assert.Equal(128 + signal, await demo.EndAsync(TestContext.Current.CancellationToken));
        if (signal == UnixSignal.Kill)
            await demo.AssertNothingIsLeftSoonAsync(TestContext.Current.CancellationToken);
        else
            demo.AssertNothingIsLeft();
    }

    private static bool Has(DemoProcess demo, Moment moment) =>
        moment switch
        {
            Moment.FolderIsThere => demo.Folder is not null,
            Moment.FirstAgentIsThere => demo.Members.Any(member =>
                member.CommandLine.Contains("node-tasker-agent --node-name", StringComparison.Ordinal)
            ),
            Moment.ScriptRuns => demo.IsRunningOn(2),
            _ => demo.Process.StandardError.Contains("stays up until Ctrl-C", StringComparison.Ordinal),
        };
}
