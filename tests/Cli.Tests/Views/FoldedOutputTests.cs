using NodeTasker.Cli.Results;
using NodeTasker.Cli.Views;

namespace NodeTasker.Cli.Tests.Views;

public sealed class FoldedOutputTests
{
    [Fact]
    public void Nodes_with_the_same_output_share_a_block()
    {
        var text = FoldedOutput.Render([
            Outcomes.Succeeded("demo-1", "hi\n"),
            Outcomes.Succeeded("demo-2", "hi\n"),
            Outcomes.Succeeded("demo-3", "ho\n"),
        ]);

        Assert.Equal(
            """
            ----- demo-[1-2] (2 nodes): Succeeded, exit code 0 -----
            hi

            ----- demo-3: Succeeded, exit code 0 -----
            ho

            """,
            text
        );
    }

    [Fact]
    public void What_failed_comes_first()
    {
        var text = FoldedOutput.Render([Outcomes.Succeeded("demo-1", "hi\n"), Outcomes.Failed("demo-2", 3, "oh no\n")]);

        Assert.Equal(
            """
            ----- demo-2: Failed (NonZeroExit), exit code 3 -----
            oh no

            ----- demo-1: Succeeded, exit code 0 -----
            hi

            """,
            text
        );
    }

    [Fact]
    public void The_same_output_of_nodes_that_ended_otherwise_is_not_folded()
    {
        var text = FoldedOutput.Render([Outcomes.Failed("demo-1", 1, "x\n"), Outcomes.Failed("demo-2", 2, "x\n")]);

        Assert.Contains("----- demo-1: Failed (NonZeroExit), exit code 1 -----", text, StringComparison.Ordinal);
        Assert.Contains("----- demo-2: Failed (NonZeroExit), exit code 2 -----", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Outputs_that_differ_only_in_the_last_line_end_are_not_the_same()
    {
        var text = FoldedOutput.Render([Outcomes.Succeeded("demo-1", "x"), Outcomes.Succeeded("demo-2", "x\n")]);

        Assert.Equal(2, text.Split("-----\nx\n").Length - 1);
    }

    [Fact]
    public void A_rejected_task_shows_the_agents_message()
    {
        var text = FoldedOutput.Render([
            Outcomes.Rejected("demo-1", "unknown key 'timout'"),
            Outcomes.Rejected("demo-2", "unknown key 'timout'"),
        ]);

        Assert.Equal(
            """
            ----- demo-[1-2] (2 nodes): Rejected -----
            unknown key 'timout'

            """,
            text
        );
    }

    [Fact]
    public void Cut_output_says_where_all_of_it_is()
    {
        var record = Outcomes.Succeeded("demo-1", "head … tail\n").Record! with
        {
            OutputTruncated = true,
            OutputBytes = 1234567,
            LogPath = "/var/log/x",
        };

        var text = FoldedOutput.Render([NodeOutcome.Of(record)]);

        Assert.EndsWith(
            "head … tail\n(1234567 bytes in all; the whole of it is on demo-1 in /var/log/x)\n",
            text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_lost_node_says_why()
    {
        var text = FoldedOutput.Render([Outcomes.Lost("demo-1")]);

        Assert.Equal("----- demo-1: Unknown -----\nthe node went silent while it ran\n", text);
    }

    [Fact]
    public void An_exit_code_is_said_once()
    {
        var record = Outcomes.Failed("demo-1", 3).Record! with { Message = "The script ended with exit code 3." };

        var text = FoldedOutput.Render([NodeOutcome.Of(record)]);

        Assert.Equal("----- demo-1: Failed (NonZeroExit), exit code 3 -----\n(no output)\n", text);
    }

    [Fact]
    public void A_signal_is_named()
    {
        var record = Outcomes.Failed("demo-1", 137).Record! with { Reason = "Signaled", Signal = 9 };

        var text = FoldedOutput.Render([NodeOutcome.Of(record)]);

        Assert.StartsWith("----- demo-1: Failed (Signaled), exit code 137, signal 9 -----\n", text, StringComparison.Ordinal);
    }
}
