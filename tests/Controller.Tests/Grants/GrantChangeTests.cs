using NodeTasker.Controller.Grants;
using NodeTasker.Controller.Watching;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Tests.Grants;

public sealed class GrantChangeTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_grant_without_a_Lease_gets_one() =>
        Assert.Equal(["give node-tasker-grant-n1 aaaaaaaaaaaa -"], Changes([Granted("n1")], []));

    [Fact]
    public void A_Lease_that_says_what_is_granted_is_left_alone() => Assert.Empty(Changes([Granted("n1")], [("n1", "aaaaaaaaaaaa")]));

    [Fact]
    public void A_nodes_next_grant_overwrites_its_Lease() =>
        Assert.Equal(
            ["give node-tasker-grant-n1 aaaaaaaaaaaa-202601010000 7"],
            Changes([Granted("n1", "aaaaaaaaaaaa-202601010000")], [("n1", "aaaaaaaaaaaa")])
        );

    [Fact]
    public void A_Lease_of_an_older_content_is_overwritten_by_a_grant_of_the_new_one() =>
        Assert.Equal(["give node-tasker-grant-n1 aaaaaaaaaaaa 7"], Changes([Granted("n1")], [("n1", "bbbbbbbbbbbb")]));

    [Theory]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("aaaaaaaaaaaa-r20260101000000")]
    [InlineData("bbbbbbbbbbbb")]
    [InlineData(null)]
    public void A_Lease_goes_with_its_grant_for_a_node_that_lost_its_journal_would_start_by_it(string? holder) =>
        Assert.Equal(["take node-tasker-grant-n1 7"], Changes([], [("n1", holder)]));

    [Fact]
    public void A_Lease_of_a_node_that_is_not_selected_goes_and_gets_no_grant() =>
        Assert.Equal(["take node-tasker-grant-n9 7"], Changes([Granted("n9")], [("n9", "aaaaaaaaaaaa")]));

    [Fact]
    public void A_grant_that_was_taken_back_has_no_Lease() =>
        Assert.Equal(["take node-tasker-grant-n1 7"], Changes([Granted("n1") with { IsRevoked = true }], [("n1", "aaaaaaaaaaaa")]));

    [Fact]
    public void When_there_is_nothing_to_run_all_Leases_go()
    {
        var changes = GrantChange.Between(DesiredGrants.Nothing("node-tasker"), Leases([("n1", "aaaaaaaaaaaa"), ("n2", "bbbbbbbbbbbb")]));

        Assert.Equal(["take node-tasker-grant-n1 7", "take node-tasker-grant-n2 7"], changes.Select(Text));
    }

    [Fact]
    public void What_is_taken_back_comes_before_what_is_given_and_the_older_grant_before_the_newer()
    {
        var older = Granted("n2") with { Time = Now.AddSeconds(-1) };

        Assert.Equal(
            ["take node-tasker-grant-n3 7", "give node-tasker-grant-n2 aaaaaaaaaaaa -", "give node-tasker-grant-n1 aaaaaaaaaaaa -"],
            Changes([Granted("n1"), older], [("n3", "bbbbbbbbbbbb")])
        );
    }

    private static NamedGrant Granted(string node, string run = "aaaaaaaaaaaa") => new(node, run);

    private static IEnumerable<string> Changes(NamedGrant[] grants, (string Node, string? Holder)[] leases)
    {
        var selected = ((string[])["n1", "n2", "n3"]).ToDictionary(
            node => node,
            node => new NodeFacts(node, "uid-" + node, new Dictionary<string, string>(), NodeReadiness.Ready, null, Now)
        );
        var ledger = new GrantLedger(
            grants.ToDictionary(grant => grant.Node, grant => new Grant(new RunId(grant.Run), grant.Time, grant.IsRevoked)),
            null
        );
        return GrantChange.Between(new DesiredGrants("node-tasker", ledger, selected), Leases(leases)).Select(Text);
    }

    private static Dictionary<string, GrantLease> Leases((string Node, string? Holder)[] leases) =>
        leases.ToDictionary(lease => ObjectNames.Grant("node-tasker", lease.Node), lease => new GrantLease(lease.Holder, "7"));

    private static string Text(GrantChange change) =>
        change switch
        {
            GrantChange.Give give => $"give {give.Lease} {give.Run} {give.Version ?? "-"}",
            GrantChange.TakeBack back => $"take {back.Lease} {back.Version}",
            _ => throw new InvalidOperationException(change.ToString()),
        };

    private sealed record NamedGrant(string Node, string Run)
    {
        public DateTimeOffset Time { get; init; } = Now;

        public bool IsRevoked { get; init; }
    }
}
