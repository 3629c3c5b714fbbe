using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Reporting;

namespace NodeTasker.HostAgent.Tests.Executing;

public sealed class ClockTests : IAsyncDisposable
{
    private readonly HostScripts _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact(Timeout = 120_000)]
    public async Task A_clock_that_is_set_back_an_hour_during_a_run_changes_neither_its_timeout_nor_its_duration()
    {
        var clock = new SettableClock();
        var start = clock.GetUtcNow();
        var order = HostScripts.Order("echo ready; sleep 300\n") with
        {
            Timeout = TimeSpan.FromSeconds(2),
            GracePeriod = TimeSpan.FromSeconds(1),
        };
        var script = _host.NewExecutor(time: clock).Start(order, () => { });
        await _host.WrittenAsync("ready");

        clock.SetBack(TimeSpan.FromHours(1));
        var outcome = await script.Completion.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        var entry = RecordBuilder.Conclude(
            HostScripts.Entry(timeout: order.Timeout) with
            {
                StartTime = start,
            },
            outcome,
            clock.GetUtcNow()
        );

        Assert.Equal(StopReason.Deadline, outcome.StoppedBy);
        Assert.InRange(outcome.Duration!.Value, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1));
        Assert.Equal(start + outcome.Duration, entry.CompletionTime);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_restarted_agent_counts_a_timeout_from_the_start_whatever_the_clock_says_now()
    {
        var clock = new SettableClock();
        _host.Start("echo ready; sleep 300\n");
        await _host.WrittenAsync("ready");

        clock.SetBack(TimeSpan.FromHours(1));
        var found = _host
            .NewExecutor(time: clock)
            .Attach("node-tasker", HostScripts.Entry(timeout: TimeSpan.FromSeconds(2), gracePeriod: TimeSpan.FromSeconds(1)));
        var outcome = await found!.Completion.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Equal(StopReason.Deadline, outcome.StoppedBy);
        Assert.InRange(outcome.Duration!.Value, TimeSpan.FromSeconds(1.9), TimeSpan.FromMinutes(1));
    }

    /// <summary>The system's clock with hands that can be set; its timers and timestamps go on, as the kernel's do.</summary>
    private sealed class SettableClock : TimeProvider
    {
        private TimeSpan _back;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - _back;

        public void SetBack(TimeSpan by) => _back += by;
    }
}
