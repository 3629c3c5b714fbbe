using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Reporting;

/// <summary>Writes this node's result.</summary>
internal interface IRunReporter
{
    /// <summary>One write; returns the uid of the Node that owns the result (null for none) when it is acknowledged, throws when it is not.</summary>
    Task<string?> ReportAsync(RunRecord record, CancellationToken cancellationToken);
}
