namespace CliWrap;

/// <summary>What is run, and how.</summary>
public interface ICommandConfiguration
{
    /// <summary>Path of the executable, or its name on the PATH.</summary>
    string TargetFilePath { get; }

    /// <summary>All arguments in one string, escaped as <see cref="Builders.ArgumentsBuilder"/> does.</summary>
    string Arguments { get; }

    /// <summary>Working directory of the process.</summary>
    string WorkingDirPath { get; }

    /// <summary>Priority, affinity and working set.</summary>
    ResourcePolicy ResourcePolicy { get; }

    /// <summary>User to run as.</summary>
    Credentials Credentials { get; }

    /// <summary>Changes to the inherited environment; null removes a variable.</summary>
    IReadOnlyDictionary<string, string?> EnvironmentVariables { get; }

    /// <summary>Which ends count as failures.</summary>
    CommandResultValidation Validation { get; }

    /// <summary>Source of standard input.</summary>
    PipeSource StandardInputPipe { get; }

    /// <summary>Target of standard output.</summary>
    PipeTarget StandardOutputPipe { get; }

    /// <summary>Target of standard error.</summary>
    PipeTarget StandardErrorPipe { get; }
}
