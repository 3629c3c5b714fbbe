using FsCheck;
using FsCheck.Fluent;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Tests.Deciding;

/// <summary>The promises of the design, for any order of what can happen to a node.</summary>
public sealed class SimulatedNodeTests
{
    private static readonly string[] Reruns =
    [
        Rerun.Of(Wish.Spec(("nonce", "1")).Run, View.Now.AddMinutes(5)).Run.Value,
        Rerun.Of(Wish.Spec(("nonce", "3")).Run, View.Now.AddHours(5)).Run.Value,
    ];

    private static readonly string[] Grantable =
    [
        .. new[] { "1", "2", "3" }.Select(nonce => Wish.Spec(("nonce", nonce)).Run.Value),
        .. Reruns,
    ];

    private static readonly Gen<(string, string)[]> Keys =
        from nonce in Gen.Elements("1", "2", "3")
        from others in Gen.SubListOf(
            ("retries", "2"),
            ("retryDelay", "1m"),
            ("nodes", "other"),
            ("nodes", "worker-*"),
            ("nodeSelector", "role=worker"),
            ("nodeSelector", "role=db"),
            ("paused", "true"),
            ("concurrencyPolicy", "Replace"),
            ("timout", "1s"),
            ("task", ""),
            ("onInterrupted", "Rerun"),
            ("everyBoot", "true"),
            ("schedule", "*/10 * * * *"),
            ("notAfter", "2026-11-22T11:00:00Z"),
            ("parallelism", "1"),
            ("pausedRun", Wish.Spec(("nonce", "1")).Run.Value),
            ("rerun", Reruns[0]),
            ("rerun", Reruns[1]),
            ("cancel", Wish.Spec(("nonce", "2")).Run.Value),
            ("audience", "others")
        )
        from wanted in Gen.Choose(0, 3)
        select ((string, string)[])[("nonce", nonce), .. others.Take(wanted)];

    private static readonly Gen<Event> Happenings = Gen.Frequency(
        (6, Keys.Select(keys => (Event)new Event.SetTask(Wish.For(keys), string.Join(' ', keys.Select(k => $"{k.Item1}={k.Item2}"))))),
        (1, Gen.Constant((Event)new Event.SetTask(Wish.Gone, "gone"))),
        (6, Gen.Elements(0, 0, 1, 143).Select(code => (Event)new Event.End(code))),
        (1, Gen.Constant((Event)new Event.Vanish())),
        (5, Gen.Elements(0.5, 5, 60, 700, 3600, 90_000).Select(seconds => (Event)new Event.Advance(TimeSpan.FromSeconds(seconds)))),
        (2, Gen.Elements<string?>(null, null, "no shell").Select(why => (Event)new Event.Block(why))),
        (2, Gen.Elements(Grantable).Select(run => (Event)new Event.GrantRun(run))),
        (2, Gen.Elements<string?>("worker", "db", null).Select(role => (Event)new Event.Label(role))),
        (
            3,
            from reboots in Gen.Elements(false, false, true)
            from early in Gen.Elements(false, true)
            select (Event)new Event.Restart(reboots, early, LosesJournal: false)
        )
    );

    [Fact]
    public void No_attempt_happens_twice_and_none_beyond_what_is_wished_unless_lost_ones_may_rerun() =>
        ForEveryStory(node =>
        {
            Assert.Equal(node.Starts.Count, node.Starts.DistinctBy(s => (s.Start.Run, s.Start.Attempt)).Count());
            foreach (var run in node.Starts.GroupBy(s => s.Start.Run))
            {
                if (run.Any(s => s.Start.Spec.OnInterrupted == InterruptedPolicy.Rerun))
                    continue;
                Assert.InRange(run.Count(), 1, 1 + run.Max(s => s.Start.Spec.Retries));
            }
        });

    [Fact]
    public void A_content_without_retries_boots_and_schedule_runs_at_most_once() =>
        ForEveryStory(
            node => Assert.Equal(node.Starts.Count, node.Starts.DistinctBy(s => s.Start.Run).Count()),
            @event =>
                @event is not Event.SetTask { Says: var says }
                || !(says.Contains("retries", StringComparison.Ordinal) || says.Contains("Rerun", StringComparison.Ordinal))
        );

    [Fact]
    public void Nothing_starts_that_must_not() =>
        ForEveryStory(node =>
        {
            foreach (var (start, view) in node.Starts)
            {
                var spec = Assert.IsType<ParsedTask.Valid>(view.Task!.Task).Spec;
                Assert.Null(view.Active);
                Assert.Null(view.Blocked);
                Assert.True(spec.Nodes.Matches(view.Node));
                Assert.True(spec.NodeSelector.IsEverything || spec.NodeSelector.Matches(view.Labels!));
                Assert.Null(spec.Audience);
                Assert.StartsWith(spec.Run.Value, start.Run.Value, StringComparison.Ordinal);
                Assert.False(spec.Cancelled is { } cancelled && start.Run.IsOf(cancelled));
                if (start.Attempt != 1)
                    continue;
                Assert.False(spec.Paused);
                if (spec.IsGated)
                    Assert.Equal(start.Run.Value, view.Grant);
            }
        });

    [Fact]
    public void Whatever_happened_the_node_ends_up_having_run_the_current_content() =>
        ForEveryStory(node =>
        {
            node.Do(new Event.Block(null));
            node.Do(new Event.SetTask(Wish.For(("nonce", "last")), "last"));
            for (var i = 0; i < 10 && node.Active is not null; i++)
                node.Do(new Event.End(0));

            var last = Wish.Spec(("nonce", "last")).Run;
            Assert.Single(node.Starts, s => s.Start.Run == last);
            Assert.Equal(RunPhase.Succeeded, node.Journal.Find(last)!.Phase);
            Assert.DoesNotContain(node.Journal.Runs, r => r.RetryAt is not null);
        });

    [Fact]
    public void After_a_journal_was_lost_the_current_content_does_not_start_again() =>
        ForEveryStory(node =>
        {
            node.Do(new Event.Block(null));
            node.Do(new Event.SetTask(Wish.For(("nonce", "last")), "last"));
            for (var i = 0; i < 10 && node.Active is not null; i++)
                node.Do(new Event.End(0));
            var starts = node.Starts.Count;

            node.Do(new Event.Restart(Reboots: true, BeforeItStarted: false, LosesJournal: true));

            Assert.Equal(starts, node.Starts.Count);
            Assert.Equal(FailureReason.Interrupted, Assert.Single(node.Journal.Runs).Reason);
        });

    private static void ForEveryStory(Action<SimulatedNode> holds, Func<Event, bool>? happens = null) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(60), Prop.ForAll(Happenings.ArrayOf().ToArbitrary(), events =>
            {
                var node = new SimulatedNode();
                foreach (var @event in events.Where(happens ?? (_ => true)))
                    node.Do(@event);
                holds(node);
            }));
}
