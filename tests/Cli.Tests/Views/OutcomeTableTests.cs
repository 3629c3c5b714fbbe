using NodeTasker.Cli.Views;

namespace NodeTasker.Cli.Tests.Views;

public sealed class OutcomeTableTests
{
    [Fact]
    public void Columns_are_as_wide_as_their_widest_cell_and_lines_have_no_blanks_at_the_end()
    {
        var table = OutcomeTable.Render([
            Outcomes.Succeeded("demo-1"),
            Outcomes.Failed("demo-10", 3),
            Outcomes.Waiting("demo-11"),
            Outcomes.Lost("demo-12"),
        ]);

        Assert.Equal(
            """
            NODE      PHASE       REASON        EXIT   DURATION
            demo-1    Succeeded   -             0      1.204s
            demo-10   Failed      NonZeroExit   3      2s
            demo-11   Pending     -             -      -
            demo-12   Unknown     NodeLost      -      -

            """,
            table
        );
    }
}
