using NodeTasker.HostAgent.Deciding;
using NodeTasker.HostAgent.Journal;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Tests.Deciding;

public sealed class NewRunTests
{
    private static readonly RunId Run = Wish.Spec().Run;

    [Fact]
    public void A_new_content_is_started_as_attempt_1()
    {
        var start = Assert.IsType<Decision.Start>(View.Decide(View.Of(Wish.For())));

        Assert.Equal((Run, 1), (start.Run, start.Attempt));
    }

    [Fact]
    public void Nothing_is_decided_before_the_task_was_read() =>
        Assert.False(Assert.IsType<Decision.Ignore>(View.Decide(View.Of(null))).IsNews);

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    public void An_empty_script_is_nothing_to_do(string script) =>
        Assert.Equal("the task is empty", Assert.IsType<Decision.Ignore>(View.Decide(View.Of(Wish.For(("task", script))))).Why);

    [Fact]
    public void A_task_that_is_not_there_is_nothing_to_do() =>
        Assert.Equal("there is no task", Assert.IsType<Decision.Ignore>(View.Decide(View.Of(Wish.Gone))).Why);

    [Fact]
    public void A_task_that_already_ran_on_this_node_is_ignored_and_its_result_shown()
    {
        foreach (var phase in new[] { RunPhase.Succeeded, RunPhase.Failed, RunPhase.Cancelled })
        {
            var ignore = Assert.IsType<Decision.Ignore>(View.Decide(View.Of(Wish.For(), View.Entry(Run, phase))));

            Assert.Equal(Run, ignore.Settled);
            Assert.Null(ignore.Wake);
        }
    }

    [Fact]
    public void A_run_of_which_only_the_id_is_left_is_not_started_again()
    {
        var view = View.Of(Wish.For()) with
        {
            Journal = new JournalState { Task = Wish.Task, Contents = [new PastRun(Run, null)] },
        };

        Assert.Equal(Run, Assert.IsType<Decision.Ignore>(View.Decide(view)).Settled);
    }

    [Theory]
    [InlineData("timeout", "5s")]
    [InlineData("retries", "3")]
    [InlineData("nodes", "worker-*")]
    [InlineData("outputLimit", "1Ki")]
    [InlineData("concurrencyPolicy", "Replace")]
    [InlineData("maxFailures", "1")]
    public void How_a_run_is_rolled_out_or_limited_runs_nothing_again(string key, string value) =>
        Assert.IsType<Decision.Ignore>(View.Decide(View.Of(Wish.For((key, value)), View.Entry(Run))));

    [Theory]
    [InlineData("nonce", "2")]
    [InlineData("env.LEVEL", "2")]
    [InlineData("file.x", "2")]
    [InlineData("user", "nobody")]
    [InlineData("workingDir", "/tmp")]
    public void Whatever_would_run_differently_is_another_run(string key, string value) =>
        Assert.IsType<Decision.Start>(View.Decide(View.Of(Wish.For((key, value)), View.Entry(Run))));

    [Fact]
    public void A_bad_task_is_rejected_with_all_that_is_wrong_with_it()
    {
        var reject = Assert.IsType<Decision.Reject>(View.Decide(View.Of(Wish.For(("timout", "1s"), ("retries", "x")))));

        Assert.Contains("timout", reject.Message, StringComparison.Ordinal);
        Assert.Contains("retries", reject.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finished_result_stays_when_an_option_of_the_same_content_becomes_bad()
    {
        var ignore = Assert.IsType<Decision.Ignore>(View.Decide(View.Of(Wish.For(("timeout", "x")), View.Entry(Run, RunPhase.Failed))));

        Assert.Equal(Run, ignore.Settled);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void Nothing_starts_after_notAfter(int seconds, bool starts)
    {
        var notAfter = View.Now.AddSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

        var decision = View.Decide(View.Of(Wish.For(("notAfter", notAfter))));

        if (starts)
            Assert.IsType<Decision.Start>(decision);
        else
            Assert.StartsWith("notAfter '", Assert.IsType<Decision.Reject>(decision).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(null, "prod", true)]
    [InlineData("prod", "prod", true)]
    [InlineData("prod", "test", false)]
    [InlineData("prod", "Prod", false)]
    [InlineData("prod", null, false)]
    public void A_task_for_another_audience_is_rejected(string? ofTask, string? ofAgent, bool starts)
    {
        var task = ofTask is null ? Wish.For() : Wish.For(("audience", ofTask));

        var decision = View.Decide(View.Of(task) with { Audience = ofAgent });

        if (starts)
            Assert.IsType<Decision.Start>(decision);
        else
            Assert.StartsWith(
                "audience 'prod' is not this agent's",
                Assert.IsType<Decision.Reject>(decision).Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void On_a_blocked_host_a_run_waits_and_says_for_what()
    {
        var wait = Assert.IsType<Decision.Await>(View.Decide(View.Of(Wish.For()) with { Blocked = "no shell" }));

        Assert.Equal((Run, "no shell"), (wait.Run, wait.Message));
    }

    [Fact]
    public void A_node_whose_history_was_lost_does_not_start_what_may_have_run_already()
    {
        var view = View.Of(Wish.For()) with
        {
            Journal = new JournalState { Task = Wish.Task, HistoryLost = true },
        };

        var end = Assert.IsType<Decision.Conclude>(View.Decide(view));

        Assert.Equal((Run, RunPhase.Failed, FailureReason.Interrupted), (end.Run, end.Phase, end.Reason));
        Assert.Contains("nonce", end.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_whose_history_was_lost_starts_what_may_run_again()
    {
        var view = View.Of(Wish.For(("onInterrupted", "Rerun"))) with
        {
            Journal = new JournalState { Task = Wish.Task, HistoryLost = true },
        };

        Assert.IsType<Decision.Start>(View.Decide(view));
    }
}
