using NodeTasker.Controller.Grants;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Tests.Grants;

public sealed class LedgerEndTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RunId TheRun = new("aaaaaaaaaaaa");
    private static readonly Dictionary<string, RunId> NoLeases = [];
    private static readonly Dictionary<string, ResultFacts> NoResults = [];

    [Fact]
    public void All_grants_are_taken_back_now_and_the_halt_is_forgotten()
    {
        var ledger = Ledger(("n1", new Grant(TheRun, Now.AddMinutes(-5)))) with
        {
            Halt = new HaltMark(TheRun, CountOrPercent.All, null, Now),
        };

        var end = LedgerEnd.Of(ledger, NoLeases, NoResults, Now);

        Assert.Equal(Ledger(("n1", new Grant(TheRun, Now, IsRevoked: true))), end);
        Assert.Equal(Now.AddSeconds(90), LedgerEnd.NextOf(end));
    }

    [Fact]
    public void What_was_taken_back_ninety_seconds_ago_is_gone_and_what_was_not_stays_as_it_is()
    {
        var young = new Grant(TheRun, Now.AddSeconds(-89), IsRevoked: true);
        var ledger = Ledger(("n1", new Grant(TheRun, Now.AddSeconds(-90), IsRevoked: true)), ("n2", young));

        Assert.Equal(Ledger(("n2", young)), LedgerEnd.Of(ledger, NoLeases, NoResults, Now));
        Assert.Same(ledger, LedgerEnd.Of(ledger, NoLeases, NoResults, Now.AddSeconds(-1)));
    }

    [Fact]
    public void A_grant_that_agents_still_see_counts_however_long_ago_it_was_taken_back()
    {
        var ledger = Ledger(("n1", new Grant(TheRun, Now.AddMinutes(-5), IsRevoked: true)));

        var end = LedgerEnd.Of(ledger, new Dictionary<string, RunId> { ["n1"] = TheRun }, NoResults, Now);

        Assert.Equal(Ledger(("n1", new Grant(TheRun, Now, IsRevoked: true))), end);
    }

    [Theory]
    [InlineData(RunPhase.Running, false)]
    [InlineData(RunPhase.Succeeded, false)]
    [InlineData(RunPhase.Pending, true)]
    public void A_grant_whose_node_says_that_it_has_made_use_of_it_is_gone_with_its_Lease(RunPhase phase, bool isKept)
    {
        var ledger = Ledger(("n1", new Grant(TheRun, Now.AddMinutes(-5))));
        var results = new Dictionary<string, ResultFacts>
        {
            ["n1"] = new() { Run = TheRun, Phase = phase },
        };

        Assert.Equal(isKept ? 1 : 0, LedgerEnd.Of(ledger, NoLeases, results, Now).Grants.Count);
        Assert.Single(LedgerEnd.Of(ledger, new Dictionary<string, RunId> { ["n1"] = TheRun }, results, Now).Grants);
    }

    [Fact]
    public void The_soak_is_forgotten_too()
    {
        var ledger = Ledger() with { Soak = new SoakMark(TheRun, 1, Now) };

        Assert.Equal(GrantLedger.Empty, LedgerEnd.Of(ledger, NoLeases, NoResults, Now));
    }

    [Fact]
    public void Nothing_has_no_end_to_wait_for() => Assert.Null(LedgerEnd.NextOf(GrantLedger.Empty));

    private static GrantLedger Ledger(params (string Node, Grant Grant)[] grants) =>
        new(grants.ToDictionary(grant => grant.Node, grant => grant.Grant), null);
}
