using NodeTasker.Controller.Storing;
using NodeTasker.Rollouts;

namespace NodeTasker.Controller.Summaries;

/// <summary>What the summary shall say.</summary>
/// <param name="Summary">How the rollout stands; null: there is none, and shall be no summary.</param>
/// <param name="Time">As of when; ages are shown.</param>
internal sealed record DesiredSummary(RolloutSummary? Summary, DateTimeOffset Time);

/// <summary>Writes the summary when its text has changed: at once while the nodes are few, once a second when they are many.</summary>
internal sealed class SummaryWriter(string task, AppliedConfigMap store, TimeProvider time, ILogger log)
    : NewestWriter<DesiredSummary>("the summary", time, log)
{
    private const int Few = 100;
    private readonly TimeProvider _time = time;
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(1);

    /// <summary>As it is written down; null when there is none that can be read.</summary>
    public async Task<RolloutSummary?> ReadAsync(CancellationToken cancellationToken) =>
        await store.ReadAsync(cancellationToken) is { } data && SummaryCodec.TryDecode(data, _time.GetUtcNow(), out var summary, out _)
            ? summary
            : null;

    protected override Task<bool> WriteAsync(DesiredSummary value, CancellationToken cancellationToken) =>
        store.WriteAsync(value.Summary is { } summary ? SummaryCodec.Encode(task, summary, value.Time) : null, cancellationToken);

    protected override TimeSpan PauseAfter(DesiredSummary value) => value.Summary is { Counts.Desired: > Few } ? LongPause : ShortPause;
}
