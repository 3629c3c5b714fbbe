using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Demo;

/// <summary>A demo on a pseudo-terminal, which util-linux's <c>script</c> holds.</summary>
public sealed class DemoOnTerminalTests
{
    private const string HideCursor = "\e[?25l";
    private const string ShowCursor = "\e[?25h";
    private const string ApplicationKeys = "\e[?1h";
    private const string CtrlC = "\x3";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task The_view_is_live_and_coloured_and_the_cursor_comes_back()
    {
        await using var demo = DemoProcess.Start(DemoUser.Nobody, [], "sleep 1; echo done", onTerminal: true);

        Assert.Equal(0, await demo.EndAsync(TestContext.Current.CancellationToken));

        var screen = demo.Process.StandardOutput;
        demo.AssertNothingIsLeft();
        Assert.Contains(HideCursor, screen, StringComparison.Ordinal);
        Assert.True(screen.LastIndexOf(ShowCursor, StringComparison.Ordinal) > screen.LastIndexOf(HideCursor, StringComparison.Ordinal));
        Assert.DoesNotContain(ApplicationKeys, screen, StringComparison.Ordinal);
        Assert.Contains("0/3 done", screen, StringComparison.Ordinal);
        Assert.Contains("\e[32m", screen, StringComparison.Ordinal);
        Assert.Contains("3 nodes: 3 succeeded", screen, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task NO_COLOR_is_honoured()
    {
        await using var demo = DemoProcess.Start(DemoUser.Nobody, [], "sleep 1; echo done", onTerminal: true, ("NO_COLOR", "1"));

        Assert.Equal(0, await demo.EndAsync(TestContext.Current.CancellationToken));

        Assert.Contains(HideCursor, demo.Process.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotMatch("\e\\[3\\dm", demo.Process.StandardOutput);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_dumb_terminal_gets_milestones()
    {
        await using var demo = DemoProcess.Start(DemoUser.Nobody, [], "echo done", onTerminal: true, ("TERM", "dumb"));

        Assert.Equal(0, await demo.EndAsync(TestContext.Current.CancellationToken));

        Assert.Contains("[3/3] demo-", demo.Process.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", demo.Process.StandardOutput, StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(DemoUser.Root)]
    [InlineData(DemoUser.Nobody)]
    public async Task Ctrl_c_is_130_brings_the_cursor_back_and_leaves_nothing(DemoUser user)
    {
        await DemoProcess.SkipUnlessPossibleAsync(user, TestContext.Current.CancellationToken);
        await using var demo = DemoProcess.Start(user, ["--nodes", "2"], DemoProcess.MarkingScript("sleep 300"), onTerminal: true);
        await Eventually.IsTrueAsync(
            "the script runs",
            () => demo.IsRunningOn(2),
            TimeSpan.FromSeconds(60),
            TestContext.Current.CancellationToken
        );

        await demo.Process.StandardInput.WriteAsync(CtrlC);
        await demo.Process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, await demo.EndAsync(TestContext.Current.CancellationToken));
        var screen = demo.Process.StandardOutput;
        Assert.True(screen.LastIndexOf(ShowCursor, StringComparison.Ordinal) > screen.LastIndexOf(HideCursor, StringComparison.Ordinal));
        Assert.DoesNotContain(ApplicationKeys, screen, StringComparison.Ordinal);
        demo.AssertNothingIsLeft();
    }

    [Theory(Timeout = 120_000)]
    [InlineData(DemoUser.Root)]
    [InlineData(DemoUser.Nobody)]
    public async Task A_terminal_that_is_closed_leaves_nothing(DemoUser user)
    {
        await DemoProcess.SkipUnlessPossibleAsync(user, TestContext.Current.CancellationToken);
        await using var demo = DemoProcess.Start(
            user,
            ["--keep", "--nodes", "2"],
            DemoProcess.MarkingScript("sleep 300"),
            onTerminal: true
        );
        await Eventually.IsTrueAsync(
            "the script runs",
            () => demo.IsRunningOn(2),
            TimeSpan.FromSeconds(60),
            TestContext.Current.CancellationToken
        );

        demo.Process.Kill();

        await demo.AssertNothingIsLeftSoonAsync(TestContext.Current.CancellationToken);
    }
}
