using NodeTasker.Controller.Events;
using NodeTasker.Controller.History;
using NodeTasker.Controller.Watching;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Tests.Events;

public sealed class EventPlannerTests
{
    private static readonly RunId Content = new("aaaaaaaaaaaa");
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TaskSpec Valid = new()
    {
        Name = "node-tasker",
        Run = Content,
        Script = "echo",
    };

    [Fact]
    public void A_new_content_is_accepted_once()
    {
        var first = Between(null, Summary(RolloutStatus.InProgress, Nodes(3, NodePhase.Pending)));
        var second = Between(
            Summary(RolloutStatus.InProgress, Nodes(3, NodePhase.Pending)),
            Summary(RolloutStatus.InProgress, Nodes(3, NodePhase.Running))
        );

        var accepted = Assert.Single(first);
        Assert.Equal(("TaskAccepted", "Run aaaaaaaaaaaa, sha256:1, goes to 3 nodes"), (accepted.Reason, accepted.Message));
        Assert.False(accepted.IsWarning);
        Assert.Empty(second);
    }

    [Fact]
    public void A_content_that_comes_back_after_another_within_an_hour_is_another_Event()
    {
        var other = Summary(RolloutStatus.Complete, Nodes(1, NodePhase.Succeeded)) with { Run = new RunId("bbbbbbbbbbbb") };
        var complete = Summary(RolloutStatus.Complete, Nodes(1, NodePhase.Succeeded));

        var first = Between(null, complete);
        var again = Between(other, complete, setTime: Start.AddMinutes(10));

        Assert.Equal(["TaskAccepted", "RolloutComplete"], again.Select(e => e.Reason));
        Assert.Empty(first.Select(e => e.Name).Intersect(again.Select(e => e.Name)));
    }

    [Fact]
    public void A_scheduled_run_of_a_known_content_is_not_accepted_anew_but_its_end_is_told()
    {
        var before = Summary(RolloutStatus.Complete, Nodes(1, NodePhase.Succeeded));
        var now = Summary(RolloutStatus.Complete, Nodes(1, NodePhase.Succeeded)) with { Run = new RunId("aaaaaaaaaaaa-202601010000") };

        Assert.Equal(["RolloutComplete"], Between(before, now).Select(e => e.Reason));
    }

    [Fact]
    public void Every_node_that_fails_is_named_when_it_does_and_not_again()
    {
        var before = Summary(RolloutStatus.InProgress, [Failed("n1"), new("n2", NodePhase.Running)]);

        var events = Between(before, Summary(RolloutStatus.InProgress, [Failed("n1"), Failed("n2")]));

        var failure = Assert.Single(events);
        Assert.Equal(("NodeFailed", "n2: NonZeroExit, exit code 3", true), (failure.Reason, failure.Message, failure.IsWarning));
    }

    [Fact]
    public void Twenty_failed_nodes_are_named_and_the_rest_are_counted_at_the_end()
    {
        NodeProgress[] failed = [.. Enumerable.Range(1, 25).Select(number => Failed($"n{number}"))];
        var running = Summary(RolloutStatus.InProgress, [.. failed.Take(18), .. Nodes(7, NodePhase.Running)]);

        var last = Between(running, Summary(RolloutStatus.Complete, failed));

        Assert.Equal(["NodeFailed", "NodeFailed", "MoreNodesFailed", "RolloutComplete"], last.Select(e => e.Reason));
        Assert.Equal("5 more nodes failed", last[2].Message);
        Assert.Empty(
            Between(
                Summary(RolloutStatus.InProgress, [.. failed.Take(21), .. Nodes(1, NodePhase.Running)]),
                Summary(RolloutStatus.InProgress, [.. failed, .. Nodes(1, NodePhase.Running)])
            )
        );
    }

    [Theory]
    [InlineData("NoAgent")]
    [InlineData("NodeNotReady")]
    [InlineData("Blocked")]
    public void The_rest_is_counted_once_when_nothing_goes_on_any_more_though_a_node_is_still_to_come(string reason)
    {
        NodeProgress[] failed = [.. Enumerable.Range(1, 35).Select(number => Failed($"n{number}"))];
        var silent = new NodeProgress("silent", NodePhase.Pending, reason);
        var running = Summary(RolloutStatus.InProgress, [.. failed.Take(34), new("n35", NodePhase.Running), silent]);
        var quiet = Summary(RolloutStatus.InProgress, [.. failed, silent]);

        var told = Between(running, quiet);

        Assert.Equal(["MoreNodesFailed"], told.Select(e => e.Reason));
        Assert.Equal("15 more nodes failed", told[0].Message);
        Assert.Empty(Between(quiet, quiet));
        Assert.Equal(
            ["RolloutComplete"],
            Between(quiet, Summary(RolloutStatus.Complete, [.. failed, new("silent", NodePhase.Succeeded)])).Select(e => e.Reason)
        );
        Assert.Equal("16 more nodes failed", Between(quiet, Summary(RolloutStatus.Complete, [.. failed, Failed("silent")]))[0].Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("WaitingForGrant")]
    [InlineData("Granted")]
    [InlineData("Busy")]
    public void The_rest_is_not_counted_while_a_node_is_about_to_start(string? reason)
    {
        NodeProgress[] failed = [.. Enumerable.Range(1, 22).Select(number => Failed($"n{number}"))];
        var next = new NodeProgress("next", NodePhase.Pending, reason);

        Assert.Empty(
            Between(Summary(RolloutStatus.InProgress, [.. failed.Take(21), next]), Summary(RolloutStatus.InProgress, [.. failed, next]))
        );
    }

    [Fact]
    public void A_halt_counts_the_rest_and_what_fails_after_it_is_counted_when_nothing_runs_any_more()
    {
        NodeProgress[] failed = [.. Enumerable.Range(1, 24).Select(number => Failed($"n{number}"))];
        var waiting = new NodeProgress("last", NodePhase.Pending, "WaitingForGrant");
        var halted = Summary(RolloutStatus.Halted, [.. failed.Take(22), .. Nodes(2, NodePhase.Running), waiting]);

        var atHalt = Between(Summary(RolloutStatus.InProgress, [.. failed.Take(21), .. Nodes(3, NodePhase.Running), waiting]), halted);
        var between = Between(halted, Summary(RolloutStatus.Halted, [.. failed.Take(23), .. Nodes(1, NodePhase.Running), waiting]));
        var after = Between(halted, Summary(RolloutStatus.Halted, [.. failed, waiting]));

        Assert.Equal(["MoreNodesFailed", "RolloutHalted"], atHalt.Select(e => e.Reason));
        Assert.Equal("2 more nodes failed", atHalt[0].Message);
        Assert.Empty(between);
        Assert.Equal("4 more nodes failed", Assert.Single(after).Message);
    }

    [Fact]
    public void A_halt_and_an_end_are_told_when_they_come()
    {
        var before = Summary(RolloutStatus.InProgress, Nodes(2, NodePhase.Pending));

        var halted = Assert.Single(
            Between(before, Summary(RolloutStatus.Halted, Nodes(2, NodePhase.Pending)) with { Message = "1 node failed, 0 may" })
        );
        var complete = Assert.Single(Between(before, Summary(RolloutStatus.Complete, Nodes(2, NodePhase.Succeeded))));

        Assert.Equal(
            ("RolloutHalted", "1 node failed, 0 may (2 nodes: 2 pending)", true),
            (halted.Reason, halted.Message, halted.IsWarning)
        );
        Assert.Equal(("RolloutComplete", "2 nodes: 2 succeeded", false), (complete.Reason, complete.Message, complete.IsWarning));
    }

    [Fact]
    public void An_end_after_a_rerun_is_another_Event()
    {
        var before = Summary(RolloutStatus.InProgress, Nodes(1, NodePhase.Running));
        var now = Summary(RolloutStatus.Complete, Nodes(1, NodePhase.Succeeded));

        var rerun = new Rerun(new RunId("aaaaaaaaaaaa-r20260101000000"), Start);
        var first = Assert.Single(Between(before, now));
        var again = Assert.Single(Between(before, now, new ParsedTask.Valid(Valid with { Rerun = rerun })));

        Assert.NotEqual(first.Name, again.Name);
    }

    [Fact]
    public void An_end_that_comes_once_more_because_a_node_joined_is_the_same_Event()
    {
        var first = Summary(RolloutStatus.Complete, Nodes(1, NodePhase.Succeeded)) with { CompletionTime = DateTimeOffset.UnixEpoch };
        var more = Summary(RolloutStatus.InProgress, Nodes(2, NodePhase.Pending));
        var second = Summary(RolloutStatus.Complete, Nodes(2, NodePhase.Succeeded)) with
        {
            CompletionTime = DateTimeOffset.UnixEpoch.AddMinutes(1),
        };

        Assert.Equal(Assert.Single(Between(more, first)).Name, Assert.Single(Between(more, second)).Name);
    }

    [Fact]
    public void A_bad_task_is_rejected_once_for_each_text_of_what_is_wrong()
    {
        var now = Summary(RolloutStatus.InProgress, Nodes(1, NodePhase.Pending)) with { Message = "bad key" };

        var first = Assert.Single(Between(null, now, Malformed("bad key")));
        var other = Assert.Single(Between(now, now with { Message = "other key" }, Malformed("other key")));

        Assert.Equal(("TaskRejected", "bad key", true), (first.Reason, first.Message, first.IsWarning));
        Assert.NotEqual(first.Name, other.Name);
        Assert.Empty(Between(now, now, Malformed("bad key")));
    }

    [Fact]
    public void A_task_that_is_put_right_is_accepted_though_its_content_is_the_same()
    {
        var bad = Summary(RolloutStatus.InProgress, Nodes(1, NodePhase.Pending)) with { Message = "bad key" };
        var good = Summary(RolloutStatus.InProgress, Nodes(1, NodePhase.Pending));

        var accepted = Assert.Single(Between(bad, good, digest: "sha256:1", wasRejected: true));
        var again = Assert.Single(Between(bad, good, digest: "sha256:2", wasRejected: true));

        Assert.Equal(("TaskAccepted", "Run aaaaaaaaaaaa, sha256:1, goes to 1 node"), (accepted.Reason, accepted.Message));
        // Each is told, and not taken for the one of before there was a mistake.
        Assert.Equal(3, new[] { accepted.Name, again.Name, Assert.Single(Between(null, good)).Name }.Distinct().Count());
        Assert.Empty(Between(good, good, digest: "sha256:2"));
    }

    [Fact]
    public void What_agents_reject_is_told_once_for_each_reason()
    {
        var before = Summary(RolloutStatus.InProgress, Nodes(3, NodePhase.Pending));
        var now = Summary(
            RolloutStatus.InProgress,
            [new("n1", NodePhase.Rejected, "Unsigned"), new("n2", NodePhase.Rejected, "Unsigned"), new("n3", NodePhase.Pending)]
        );

        var rejected = Assert.Single(Between(before, now));

        Assert.Equal(("TaskRejected", "n1 rejects it: Unsigned; its result says why"), (rejected.Reason, rejected.Message));
        Assert.Empty(Between(now, Summary(RolloutStatus.InProgress, [.. now.Nodes.Take(2), new("n3", NodePhase.Rejected, "Unsigned")])));
    }

    [Theory]
    [InlineData("node-tasker")]
    [InlineData("a.task.of-many-parts")]
    public void An_Events_name_is_one_that_the_API_takes(string task)
    {
        var long_ = new string('t', 250);

        Assert.All(
            [
                RolloutEvent.Of(task, Content, "NodeFailed", "", what: "a node"),
                RolloutEvent.Of(long_, new RunId("aaaaaaaaaaaa-boot"), "NodeFailed", "", what: "n"),
            ],
            e => Assert.True(KubernetesName.IsSubdomain(e.Name), e.Name)
        );
    }

    private static IReadOnlyList<RolloutEvent> Between(
        RolloutSummary? before,
        RolloutSummary now,
        ParsedTask? parsed = null,
        string digest = "sha256:1",
        DateTimeOffset? setTime = null,
        bool wasRejected = false
    )
    {
        var document = TaskDocument.Of("node-tasker", null, null, null);
        var origin = new RunOrigin(setTime ?? Start, null, null);
        return EventPlanner.Between(
            new ObservedTask(parsed ?? new ParsedTask.Valid(Valid), document, null),
            new TaskSetting(Content, origin, document, digest, origin),
            before,
            now,
            null,
            wasRejected
        );
    }

    private static ParsedTask.Bad Malformed(string problem) => new(Content, [new TaskProblem("key", problem)]);

    private static RolloutSummary Summary(RolloutStatus status, NodeProgress[] nodes) =>
        new(Content, status, null, nodes, PhaseCounts.Of(nodes));

    private static NodeProgress[] Nodes(int count, NodePhase phase) =>
        [.. Enumerable.Range(1, count).Select(number => new NodeProgress($"other{number}", phase))];

    private static NodeProgress Failed(string node) => new(node, NodePhase.Failed, "NonZeroExit", 3);
}
