using NodeTasker.HostAgent.Deciding;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Tests.Deciding;

public sealed class RetryTests
{
    private static readonly RunId Run = Wish.Spec().Run;
    private static readonly DateTimeOffset Later = View.Now.AddSeconds(10);

    [Fact]
    public void An_attempt_that_is_not_due_is_waited_for()
    {
        var ignore = Assert.IsType<Decision.Ignore>(View.Decide(View.Of(Wish.For(), View.Waiting(Run, Later))));

        Assert.Equal(Later, ignore.Wake);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    public void An_attempt_that_is_due_is_started_with_the_next_number(int seconds)
    {
        var start = Assert.IsType<Decision.Start>(
            View.Decide(View.Of(Wish.For(), View.Waiting(Run, Later, attempt: 2)), Later.AddSeconds(seconds))
        );

        Assert.Equal((Run, 3), (start.Run, start.Attempt));
    }

    [Fact]
    public void A_retry_is_cancelled_while_it_is_waited_for()
    {
        var end = Assert.IsType<Decision.Conclude>(View.Decide(View.Of(Wish.For(("cancel", Run.Value)), View.Waiting(Run, Later))));

        Assert.Equal((Run, RunPhase.Cancelled, "Cancelled after attempt 1."), (end.Run, end.Phase, end.Message));
    }

    public static TheoryData<string, (string, string)[]> Changes =>
        new()
        {
            { "another content", [("nonce", "2")] },
            { "no script", [("task", "")] },
            { "another node", [("nodes", "other")] },
            { "another label", [("nodeSelector", "role=db")] },
        };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_retry_that_nobody_wants_any_more_is_given_up_with_what_it_failed_with(string change, (string, string)[] keys)
    {
        var end = Assert.IsType<Decision.Conclude>(View.Decide(View.Of(Wish.For(keys), View.Waiting(Run, Later))));

        Assert.Equal((change, Run, RunPhase.Failed, FailureReason.NonZeroExit), (change, end.Run, end.Phase, end.Reason));
        Assert.StartsWith("The script ended with exit code 1.", end.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_retry_of_a_deleted_task_is_given_up_and_says_that_there_is_no_task()
    {
        var end = Assert.IsType<Decision.Conclude>(View.Decide(View.Of(Wish.Gone, View.Waiting(Run, Later))));

        Assert.Equal("The script ended with exit code 1. There was no further attempt: there is no task.", end.Message);
    }

    [Fact]
    public void A_retry_that_a_clock_set_ahead_has_put_off_for_hours_is_due_now() =>
        Assert.IsType<Decision.Start>(View.Decide(View.Of(Wish.For(), View.Waiting(Run, View.Now.AddHours(5)))));

    [Fact]
    public void A_retry_is_kept_while_the_task_is_bad() =>
        Assert.IsType<Decision.Reject>(View.Decide(View.Of(Wish.For(("timout", "1s")), View.Waiting(Run, Later))));

    [Fact]
    public void A_retry_is_kept_while_the_labels_of_the_node_are_not_known_yet()
    {
        var view = View.Of(Wish.For(("nodeSelector", "role=worker")), View.Waiting(Run, Later)) with { Labels = null };

        Assert.IsType<Decision.Ignore>(View.Decide(view));
    }

    [Fact]
    public void A_retry_that_is_due_waits_while_the_host_is_blocked()
    {
        var view = View.Of(Wish.For(), View.Waiting(Run, Later)) with { Blocked = "The host has not been checked yet." };

        Assert.IsNotType<Decision.Start>(View.Decide(view, Later));
        Assert.IsNotType<Decision.Conclude>(View.Decide(view, Later));
    }

    [Fact]
    public void A_retry_does_not_start_after_notAfter()
    {
        var notAfter = View.Now.AddSeconds(5).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

        var decision = View.Decide(View.Of(Wish.For(("notAfter", notAfter)), View.Waiting(Run, Later)), Later);

        Assert.IsNotType<Decision.Start>(decision);
    }

    [Fact]
    public void A_run_that_waits_for_its_retry_is_finished_though_its_rollout_is_paused() =>
        Assert.IsType<Decision.Start>(View.Decide(View.Of(Wish.For(("paused", "true")), View.Waiting(Run, Later)), Later));
}
