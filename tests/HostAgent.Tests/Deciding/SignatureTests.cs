using NodeTasker.HostAgent.Deciding;
using NodeTasker.HostAgent.Journal;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.HostAgent.Watching;
using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Signing;

namespace NodeTasker.HostAgent.Tests.Deciding;

public sealed class SignatureTests
{
    private static readonly RunId Run = Wish.Spec().Run;
    private static readonly DateTimeOffset Due = View.Now.AddSeconds(-1);
    private static readonly SignatureVerdict Trusted = new SignatureVerdict.Trusted("release");
    private static readonly SignatureVerdict Refused = new SignatureVerdict.Refused(RejectedReason.Unsigned, "Sign it.");

    [Fact]
    public void A_trusted_task_starts_and_the_key_is_known()
    {
        var start = Assert.IsType<Decision.Start>(View.Decide(Signed(Wish.For(), Trusted)));

        Assert.Equal((Run, "release"), (start.Run, start.SignedBy));
    }

    [Fact]
    public void A_refused_task_is_rejected_with_why() =>
        Assert.Equal(new Decision.Reject(Run, RejectedReason.Unsigned, "Sign it."), View.Decide(Signed(Wish.For(), Refused)));

    [Fact]
    public void A_task_whose_check_was_left_out_is_rejected() =>
        Assert.Equal(RejectedReason.BadSignature, Assert.IsType<Decision.Reject>(View.Decide(Signed(Wish.For(), null))).Reason);

    [Fact]
    public void Where_no_keys_are_trusted_every_task_starts_and_nobody_has_signed_it() =>
        Assert.Null(Assert.IsType<Decision.Start>(View.Decide(Signed(Wish.For(), Trusted) with { NeedsSignature = false })).SignedBy);

    [Theory]
    [InlineData("timout", "1s", RejectedReason.BadTask)]
    [InlineData("notAfter", "2020-01-01T00:00:00Z", RejectedReason.NotAfter)]
    [InlineData("audience", "others", RejectedReason.WrongAudience)]
    public void A_trusted_task_is_rejected_for_what_else_is_wrong_with_it(string key, string value, string reason) =>
        Assert.Equal(
            reason,
            Assert.IsType<Decision.Reject>(View.Decide(Signed(Wish.For((key, value)), Trusted) with { Audience = "prod" })).Reason
        );

    [Fact]
    public void A_finished_result_stays_when_the_same_content_is_no_longer_trusted()
    {
        Assert.Equal(Run, Assert.IsType<Decision.Ignore>(View.Decide(Signed(Wish.For(), Refused, View.Entry(Run)))).Settled);

        var past = Signed(Wish.For(), Refused);
        Assert.IsType<Decision.Ignore>(View.Decide(past with { Journal = past.Journal with { Contents = [new PastRun(Run, null)] } }));
    }

    [Fact]
    public void A_run_that_is_under_way_goes_on_when_its_task_is_no_longer_trusted() =>
        Assert.IsType<Decision.Ignore>(View.Decide(Signed(Wish.For(), Refused, View.Entry(Run, RunPhase.Running)) with { Active = Run }));

    [Fact]
    public void A_task_that_is_not_trusted_replaces_nothing()
    {
        var view = Signed(Wish.For(("nonce", "2"), ("concurrencyPolicy", "Replace")), Refused, View.Entry(Run, RunPhase.Running)) with
        {
            Active = Run,
        };

        Assert.IsType<Decision.Ignore>(View.Decide(view));
        Assert.IsType<Decision.Cancel>(View.Decide(view with { Signature = Trusted }));
    }

    [Fact]
    public void A_retry_waits_for_a_version_that_is_trusted()
    {
        var refused = Signed(Wish.For(), Refused, View.Waiting(Run, Due));

        Assert.IsType<Decision.Reject>(View.Decide(refused));
        var start = Assert.IsType<Decision.Start>(View.Decide(refused with { Signature = new SignatureVerdict.Trusted("next") }));
        Assert.Equal((2, "next"), (start.Attempt, start.SignedBy));
    }

    [Theory]
    [InlineData("nonce", "2")]
    [InlineData("nodes", "others")]
    public void A_retry_is_not_given_up_for_a_task_that_is_not_trusted(string key, string value)
    {
        var view = Signed(Wish.For((key, value)), Refused, View.Waiting(Run, Due));

        Assert.IsNotType<Decision.Conclude>(View.Decide(view));
        Assert.IsType<Decision.Conclude>(View.Decide(view with { Signature = Trusted }));
    }

    [Fact]
    public void A_retry_does_not_start_when_its_task_is_for_another_audience_now()
    {
        var end = Assert.IsType<Decision.Conclude>(View.Decide(Signed(Wish.For(("audience", "others")), Trusted, View.Waiting(Run, Due))));

        Assert.Equal((RunPhase.Failed, FailureReason.NonZeroExit), (end.Phase, end.Reason));
        Assert.Contains(
            "There was no further attempt: audience 'others' is not this agent's (it has no --audience)",
            end.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_next_boot_and_the_next_slot_start_only_while_the_task_is_trusted()
    {
        var boot = Signed(Wish.For(("everyBoot", "true")), Refused, View.Entry(Run)) with { BootId = View.NextBoot };
        var slot = Signed(Wish.For(("schedule", "* * * * *")), Refused, View.Entry(Run));

        Assert.All([boot, slot], view =>
        {
            Assert.NotEqual(Run, Assert.IsType<Decision.Reject>(View.Decide(view, View.Now.AddMinutes(2))).Run);
            Assert.IsType<Decision.Start>(View.Decide(view with { Signature = Trusted }, View.Now.AddMinutes(2)));
        });
    }

    [Fact]
    public void An_unselected_node_says_nothing_of_a_task_that_is_not_trusted() =>
        Assert.IsType<Decision.Ignore>(View.Decide(Signed(Wish.For(("nodes", "others")), Refused)));

    private static NodeView Signed(TaskSnapshot task, SignatureVerdict? verdict, params JournalEntry[] runs) =>
        View.Of(task, runs) with
        {
            Signature = verdict,
            NeedsSignature = true,
        };
}
