using NodeTasker.Controller.Storing;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.History;

/// <summary>Writes the history: at once when a run or its status is new, and every ten seconds while only its counts change.</summary>
internal sealed partial class HistoryWriter(string task, AppliedConfigMap store, TimeProvider time, ILogger log)
    : NewestWriter<RunHistory>("the history", time, log)
{
    private readonly ILogger _log = log;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>As it is written down; what somebody spoilt is left out.</summary>
    public async Task<RunHistory> ReadAsync(CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(cancellationToken) is not { } data)
            return RunHistory.Empty;
        var entries = HistoryCodec.Decode(data, out var problems);
        foreach (var problem in problems)
            LogSpoilt(_log, ObjectNames.History(task), problem);
        return new(entries);
    }

    protected override Task<bool> WriteAsync(RunHistory value, CancellationToken cancellationToken) =>
        store.WriteAsync(
            new TaskObject(TaskObject.LabelsOf(task, WellKnown.HistoryComponent), HistoryCodec.Encode(value.Entries)),
            cancellationToken
        );

    protected override TimeSpan PauseAfter(RunHistory value) => Pause;

    [LoggerMessage(EventId = 651, Level = LogLevel.Warning, Message = "ConfigMap {Name}: {Problem}. The entry is dropped")]
    private static partial void LogSpoilt(ILogger log, string name, string problem);
}
