using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Reporting;

/// <summary>Writes this node's result.</summary>
internal interface IRunReporter
{
    /// <summary>One write; returns when it is acknowledged, throws when it is not.</summary>
    Task ReportAsync(RunRecord record, CancellationToken cancellationToken);
}
