using CliWrap.Builders;

namespace CliWrap;

/// <summary>A process as a value: immutable, run as often as wanted.</summary>
public partial class Command(
    string targetFilePath,
    string arguments,
    string workingDirPath,
    ResourcePolicy resourcePolicy,
    Credentials credentials,
    IReadOnlyDictionary<string, string?> environmentVariables,
    CommandResultValidation validation,
    PipeSource standardInputPipe,
    PipeTarget standardOutputPipe,
    PipeTarget standardErrorPipe) : ICommandConfiguration
{
    private static readonly IReadOnlyDictionary<string, string?> s_inheritedEnvironment = new Dictionary<string, string?>();

    /// <summary>A command with every default.</summary>
    public Command(string targetFilePath)
        : this(
            targetFilePath,
            string.Empty,
            Directory.GetCurrentDirectory(),
            ResourcePolicy.Default,
            Credentials.Default,
            s_inheritedEnvironment,
            CommandResultValidation.ZeroExitCode,
            PipeSource.Null,
            PipeTarget.Null,
            PipeTarget.Null)
    {
    }

    /// <inheritdoc/>
    public string TargetFilePath { get; } = targetFilePath;

    /// <inheritdoc/>
    public string Arguments { get; } = arguments;

    /// <inheritdoc/>
    public string WorkingDirPath { get; } = workingDirPath;

    /// <inheritdoc/>
    public ResourcePolicy ResourcePolicy { get; } = resourcePolicy;

    /// <inheritdoc/>
    public Credentials Credentials { get; } = credentials;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string?> EnvironmentVariables { get; } = environmentVariables;

    /// <inheritdoc/>
    public CommandResultValidation Validation { get; } = validation;

    /// <inheritdoc/>
    public PipeSource StandardInputPipe { get; } = standardInputPipe;

    /// <inheritdoc/>
    public PipeTarget StandardOutputPipe { get; } = standardOutputPipe;

    /// <inheritdoc/>
    public PipeTarget StandardErrorPipe { get; } = standardErrorPipe;

    /// <summary>The command with another executable.</summary>
    public Command WithTargetFile(string targetFilePath) =>
        new(targetFilePath, Arguments, WorkingDirPath, ResourcePolicy, Credentials, EnvironmentVariables, Validation, StandardInputPipe, StandardOutputPipe, StandardErrorPipe);

    /// <summary>The command with other arguments: one string, already escaped.</summary>
    public Command WithArguments(string arguments) =>
        new(TargetFilePath, arguments, WorkingDirPath, ResourcePolicy, Credentials, EnvironmentVariables, Validation, StandardInputPipe, StandardOutputPipe, StandardErrorPipe);

    /// <summary>The command with other arguments.</summary>
    public Command WithArguments(IEnumerable<string> arguments, bool escape) => WithArguments(builder => builder.Add(arguments, escape));

    /// <summary>The command with other arguments, each of which arrives as it is here.</summary>
    public Command WithArguments(IEnumerable<string> arguments) => WithArguments(arguments, true);

    /// <summary>The command with the arguments that the builder was given.</summary>
    public Command WithArguments(Action<ArgumentsBuilder> configure)
    {
        var builder = new ArgumentsBuilder();
        configure(builder);
        return WithArguments(builder.Build());
    }

    /// <summary>The command in another working directory.</summary>
    public Command WithWorkingDirectory(string workingDirPath) =>
        new(TargetFilePath, Arguments, workingDirPath, ResourcePolicy, Credentials, EnvironmentVariables, Validation, StandardInputPipe, StandardOutputPipe, StandardErrorPipe);

    /// <summary>The command with another resource policy.</summary>
    public Command WithResourcePolicy(ResourcePolicy resourcePolicy) =>
        new(TargetFilePath, Arguments, WorkingDirPath, resourcePolicy, Credentials, EnvironmentVariables, Validation, StandardInputPipe, StandardOutputPipe, StandardErrorPipe);

    /// <summary>The command with the resource policy that the builder was given.</summary>
    public Command WithResourcePolicy(Action<ResourcePolicyBuilder> configure)
    {
        var builder = new ResourcePolicyBuilder();
        configure(builder);
        return WithResourcePolicy(builder.Build());
    }

    /// <summary>The command as another user.</summary>
    public Command WithCredentials(Credentials credentials) =>
        new(TargetFilePath, Arguments, WorkingDirPath, ResourcePolicy, credentials, EnvironmentVariables, Validation, StandardInputPipe, StandardOutputPipe, StandardErrorPipe);

    /// <summary>The command as the user that the builder was given.</summary>
    public Command WithCredentials(Action<CredentialsBuilder> configure)
    {
        var builder = new CredentialsBuilder();
        configure(builder);
        return WithCredentials(builder.Build());
    }

    /// <summary>The command with other changes to the inherited environment.</summary>
    public Command WithEnvironmentVariables(IReadOnlyDictionary<string, string?> environmentVariables) =>
        new(TargetFilePath, Arguments, WorkingDirPath, ResourcePolicy, Credentials, environmentVariables, Validation, StandardInputPipe, StandardOutputPipe, StandardErrorPipe);

    /// <summary>The command with the changes to the inherited environment that the builder was given.</summary>
    public Command WithEnvironmentVariables(Action<EnvironmentVariablesBuilder> configure)
    {
        var builder = new EnvironmentVariablesBuilder();
        configure(builder);
        return WithEnvironmentVariables(builder.Build());
    }

    /// <summary>The command with another validation.</summary>
    public Command WithValidation(CommandResultValidation validation) =>
        new(TargetFilePath, Arguments, WorkingDirPath, ResourcePolicy, Credentials, EnvironmentVariables, validation, StandardInputPipe, StandardOutputPipe, StandardErrorPipe);

    /// <summary>The command with another standard input.</summary>
    public Command WithStandardInputPipe(PipeSource source) =>
        new(TargetFilePath, Arguments, WorkingDirPath, ResourcePolicy, Credentials, EnvironmentVariables, Validation, source, StandardOutputPipe, StandardErrorPipe);

    /// <summary>The command with another standard output.</summary>
    public Command WithStandardOutputPipe(PipeTarget target) =>
        new(TargetFilePath, Arguments, WorkingDirPath, ResourcePolicy, Credentials, EnvironmentVariables, Validation, StandardInputPipe, target, StandardErrorPipe);

    /// <summary>The command with another standard error.</summary>
    public Command WithStandardErrorPipe(PipeTarget target) =>
        new(TargetFilePath, Arguments, WorkingDirPath, ResourcePolicy, Credentials, EnvironmentVariables, Validation, StandardInputPipe, StandardOutputPipe, target);

    /// <summary>The executable and its arguments.</summary>
    public override string ToString() => $"{TargetFilePath} {Arguments}";
}
