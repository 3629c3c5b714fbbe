using CliWrap;

namespace NodeTasker.Polyfills.Tests.CliWrap;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_api_is_upstreams()
    {
        PublicApiAssert.Offers(typeof(Cli).Assembly, """
            static class CliWrap.Cli
            Cli: static Command Wrap(string targetFilePath)

            interface CliWrap.ICommandConfiguration
            ICommandConfiguration: string TargetFilePath { get; }
            ICommandConfiguration: string Arguments { get; }
            ICommandConfiguration: string WorkingDirPath { get; }
            ICommandConfiguration: ResourcePolicy ResourcePolicy { get; }
            ICommandConfiguration: Credentials Credentials { get; }
            ICommandConfiguration: IReadOnlyDictionary<string, string> EnvironmentVariables { get; }
            ICommandConfiguration: CommandResultValidation Validation { get; }
            ICommandConfiguration: PipeSource StandardInputPipe { get; }
            ICommandConfiguration: PipeTarget StandardOutputPipe { get; }
            ICommandConfiguration: PipeTarget StandardErrorPipe { get; }

            class CliWrap.Command : ICommandConfiguration
            Command: Command(string targetFilePath, string arguments, string workingDirPath, ResourcePolicy resourcePolicy, Credentials credentials, IReadOnlyDictionary<string, string> environmentVariables, CommandResultValidation validation, PipeSource standardInputPipe, PipeTarget standardOutputPipe, PipeTarget standardErrorPipe)
            Command: Command(string targetFilePath)
            Command: string TargetFilePath { get; }
            Command: string Arguments { get; }
            Command: string WorkingDirPath { get; }
            Command: ResourcePolicy ResourcePolicy { get; }
            Command: Credentials Credentials { get; }
            Command: IReadOnlyDictionary<string, string> EnvironmentVariables { get; }
            Command: CommandResultValidation Validation { get; }
            Command: PipeSource StandardInputPipe { get; }
            Command: PipeTarget StandardOutputPipe { get; }
            Command: PipeTarget StandardErrorPipe { get; }
            Command: Command WithTargetFile(string targetFilePath)
            Command: Command WithArguments(string arguments)
            Command: Command WithArguments(IEnumerable<string> arguments, bool escape)
            Command: Command WithArguments(IEnumerable<string> arguments)
            Command: Command WithArguments(Action<ArgumentsBuilder> configure)
            Command: Command WithWorkingDirectory(string workingDirPath)
            Command: Command WithResourcePolicy(ResourcePolicy resourcePolicy)
            Command: Command WithResourcePolicy(Action<ResourcePolicyBuilder> configure)
            Command: Command WithCredentials(Credentials credentials)
            Command: Command WithCredentials(Action<CredentialsBuilder> configure)
            Command: Command WithEnvironmentVariables(IReadOnlyDictionary<string, string> environmentVariables)
            Command: Command WithEnvironmentVariables(Action<EnvironmentVariablesBuilder> configure)
            Command: Command WithValidation(CommandResultValidation validation)
            Command: Command WithStandardInputPipe(PipeSource source)
            Command: Command WithStandardOutputPipe(PipeTarget target)
            Command: Command WithStandardErrorPipe(PipeTarget target)
            Command: CommandTask<CommandResult> ExecuteAsync(CancellationToken cancellationToken = default)
            Command: CommandTask<CommandResult> ExecuteAsync(CancellationToken forcefulCancellationToken, CancellationToken gracefulCancellationToken)
            Command: CommandTask<CommandResult> ExecuteAsync(Action<ProcessStartInfo> configureStartInfo, Action<Process> configureProcess = null, CancellationToken forcefulCancellationToken = default, CancellationToken gracefulCancellationToken = default)
            Command: override string ToString()

            class CliWrap.CommandTask<TResult> : IDisposable
            CommandTask<TResult>: CommandTask<TResult>(Task<TResult> task, int processId)
            CommandTask<TResult>: Task<TResult> Task { get; }
            CommandTask<TResult>: int ProcessId { get; }
            CommandTask<TResult>: TaskAwaiter<TResult> GetAwaiter()
            CommandTask<TResult>: ConfiguredTaskAwaitable<TResult> ConfigureAwait(bool continueOnCapturedContext)
            CommandTask<TResult>: void Dispose()
            CommandTask<TResult>: op_Implicit CommandTask<TResult> -> Task<TResult>

            class CliWrap.CommandResult
            CommandResult: CommandResult(int exitCode, DateTimeOffset startTime, DateTimeOffset exitTime)
            CommandResult: int ExitCode { get; }
            CommandResult: bool IsSuccess { get; }
            CommandResult: DateTimeOffset StartTime { get; }
            CommandResult: DateTimeOffset ExitTime { get; }
            CommandResult: TimeSpan RunTime { get; }
            CommandResult: op_Implicit CommandResult -> int
            CommandResult: op_Implicit CommandResult -> bool

            enum CliWrap.CommandResultValidation
            CommandResultValidation: None = 0
            CommandResultValidation: ZeroExitCode = 1

            class CliWrap.ResourcePolicy
            ResourcePolicy: ResourcePolicy(ProcessPriorityClass? priority = null, nint? affinity = null, nint? minWorkingSet = null, nint? maxWorkingSet = null)
            ResourcePolicy: ProcessPriorityClass? Priority { get; }
            ResourcePolicy: nint? Affinity { get; }
            ResourcePolicy: nint? MinWorkingSet { get; }
            ResourcePolicy: nint? MaxWorkingSet { get; }
            ResourcePolicy: static ResourcePolicy Default { get; }

            class CliWrap.Credentials
            Credentials: Credentials(string domain = null, string userName = null, string password = null, bool loadUserProfile = false)
            Credentials: Credentials(string domain, string username, string password)
            Credentials: string Domain { get; }
            Credentials: string UserName { get; }
            Credentials: string Password { get; }
            Credentials: bool LoadUserProfile { get; }
            Credentials: static Credentials Default { get; }

            abstract class CliWrap.PipeSource
            PipeSource: PipeSource()
            PipeSource: abstract Task CopyToAsync(Stream destination, CancellationToken cancellationToken = default)
            PipeSource: static PipeSource Null { get; }
            PipeSource: static PipeSource Create(Func<Stream, CancellationToken, Task> handlePipeAsync)
            PipeSource: static PipeSource Create(Action<Stream> handlePipe)
            PipeSource: static PipeSource FromStream(Stream stream, bool autoFlush)
            PipeSource: static PipeSource FromStream(Stream stream)
            PipeSource: static PipeSource FromFile(string filePath)
            PipeSource: static PipeSource FromBytes(ReadOnlyMemory<byte> data)
            PipeSource: static PipeSource FromBytes(byte[] data)
            PipeSource: static PipeSource FromString(string str, Encoding encoding)
            PipeSource: static PipeSource FromString(string str)
            PipeSource: static PipeSource FromCommand(Command command)
            PipeSource: static PipeSource FromCommand(Command command, Func<Stream, Stream, CancellationToken, Task> copyStreamAsync)

            abstract class CliWrap.PipeTarget
            PipeTarget: PipeTarget()
            PipeTarget: abstract Task CopyFromAsync(Stream origin, CancellationToken cancellationToken = default)
            PipeTarget: static PipeTarget Null { get; }
            PipeTarget: static PipeTarget Create(Func<Stream, CancellationToken, Task> handlePipeAsync)
            PipeTarget: static PipeTarget Create(Action<Stream> handlePipe)
            PipeTarget: static PipeTarget ToStream(Stream stream, bool autoFlush)
            PipeTarget: static PipeTarget ToStream(Stream stream)
            PipeTarget: static PipeTarget ToFile(string filePath)
            PipeTarget: static PipeTarget ToStringBuilder(StringBuilder stringBuilder, Encoding encoding)
            PipeTarget: static PipeTarget ToStringBuilder(StringBuilder stringBuilder)
            PipeTarget: static PipeTarget ToDelegate(Func<string, CancellationToken, Task> handleLineAsync, Encoding encoding)
            PipeTarget: static PipeTarget ToDelegate(Func<string, CancellationToken, Task> handleLineAsync)
            PipeTarget: static PipeTarget ToDelegate(Func<string, Task> handleLineAsync, Encoding encoding)
            PipeTarget: static PipeTarget ToDelegate(Func<string, Task> handleLineAsync)
            PipeTarget: static PipeTarget ToDelegate(Action<string> handleLine, Encoding encoding)
            PipeTarget: static PipeTarget ToDelegate(Action<string> handleLine)
            PipeTarget: static PipeTarget Merge(params IEnumerable<PipeTarget> targets)
            PipeTarget: static PipeTarget Merge(params PipeTarget[] targets)

            class CliWrap.Builders.ArgumentsBuilder
            ArgumentsBuilder: ArgumentsBuilder()
            ArgumentsBuilder: ArgumentsBuilder Add(string value, bool escape)
            ArgumentsBuilder: ArgumentsBuilder Add(string value)
            ArgumentsBuilder: ArgumentsBuilder Add(IEnumerable<string> values, bool escape)
            ArgumentsBuilder: ArgumentsBuilder Add(IEnumerable<string> values)
            ArgumentsBuilder: ArgumentsBuilder Add(IFormattable value, IFormatProvider formatProvider, bool escape = true)
            ArgumentsBuilder: ArgumentsBuilder Add(IFormattable value, CultureInfo cultureInfo, bool escape)
            ArgumentsBuilder: ArgumentsBuilder Add(IFormattable value, CultureInfo cultureInfo)
            ArgumentsBuilder: ArgumentsBuilder Add(IFormattable value, bool escape)
            ArgumentsBuilder: ArgumentsBuilder Add(IFormattable value)
            ArgumentsBuilder: ArgumentsBuilder Add(IEnumerable<IFormattable> values, IFormatProvider formatProvider, bool escape = true)
            ArgumentsBuilder: ArgumentsBuilder Add(IEnumerable<IFormattable> values, CultureInfo cultureInfo, bool escape)
            ArgumentsBuilder: ArgumentsBuilder Add(IEnumerable<IFormattable> values, CultureInfo cultureInfo)
            ArgumentsBuilder: ArgumentsBuilder Add(IEnumerable<IFormattable> values, bool escape)
            ArgumentsBuilder: ArgumentsBuilder Add(IEnumerable<IFormattable> values)
            ArgumentsBuilder: string Build()
            ArgumentsBuilder: static string Escape(string argument)

            class CliWrap.Builders.EnvironmentVariablesBuilder
            EnvironmentVariablesBuilder: EnvironmentVariablesBuilder()
            EnvironmentVariablesBuilder: EnvironmentVariablesBuilder Set(string name, string value)
            EnvironmentVariablesBuilder: EnvironmentVariablesBuilder Set(IEnumerable<KeyValuePair<string, string>> variables)
            EnvironmentVariablesBuilder: EnvironmentVariablesBuilder Set(IReadOnlyDictionary<string, string> variables)
            EnvironmentVariablesBuilder: IReadOnlyDictionary<string, string> Build()

            class CliWrap.Builders.ResourcePolicyBuilder
            ResourcePolicyBuilder: ResourcePolicyBuilder()
            ResourcePolicyBuilder: ResourcePolicyBuilder SetPriority(ProcessPriorityClass? priority)
            ResourcePolicyBuilder: ResourcePolicyBuilder SetAffinity(nint? affinity)
            ResourcePolicyBuilder: ResourcePolicyBuilder SetMinWorkingSet(nint? minWorkingSet)
            ResourcePolicyBuilder: ResourcePolicyBuilder SetMaxWorkingSet(nint? maxWorkingSet)
            ResourcePolicyBuilder: ResourcePolicy Build()

            class CliWrap.Builders.CredentialsBuilder
            CredentialsBuilder: CredentialsBuilder()
            CredentialsBuilder: CredentialsBuilder SetDomain(string domain)
            CredentialsBuilder: CredentialsBuilder SetUserName(string userName)
            CredentialsBuilder: CredentialsBuilder SetPassword(string password)
            CredentialsBuilder: CredentialsBuilder LoadUserProfile(bool loadUserProfile = true)
            CredentialsBuilder: Credentials Build()

            static class CliWrap.Buffered.BufferedCommandExtensions
            BufferedCommandExtensions: static CommandTask<BufferedCommandResult> ExecuteBufferedAsync(this Command command, CancellationToken cancellationToken = default)
            BufferedCommandExtensions: static CommandTask<BufferedCommandResult> ExecuteBufferedAsync(this Command command, Encoding encoding, CancellationToken cancellationToken = default)
            BufferedCommandExtensions: static CommandTask<BufferedCommandResult> ExecuteBufferedAsync(this Command command, Encoding standardOutputEncoding, Encoding standardErrorEncoding, CancellationToken cancellationToken = default)
            BufferedCommandExtensions: static CommandTask<BufferedCommandResult> ExecuteBufferedAsync(this Command command, Encoding standardOutputEncoding, Encoding standardErrorEncoding, CancellationToken forcefulCancellationToken, CancellationToken gracefulCancellationToken)

            class CliWrap.Buffered.BufferedCommandResult : CommandResult
            BufferedCommandResult: BufferedCommandResult(int exitCode, DateTimeOffset startTime, DateTimeOffset exitTime, string standardOutput, string standardError)
            BufferedCommandResult: string StandardOutput { get; }
            BufferedCommandResult: string StandardError { get; }
            BufferedCommandResult: void Deconstruct(out int exitCode, out string standardOutput, out string standardError)
            BufferedCommandResult: op_Implicit BufferedCommandResult -> string

            abstract class CliWrap.Exceptions.CliWrapException : Exception
            CliWrapException: CliWrapException(string message, Exception innerException = null)
            CliWrapException: CliWrapException(string message)

            class CliWrap.Exceptions.CommandExecutionException : CliWrapException
            CommandExecutionException: CommandExecutionException(ICommandConfiguration command, int exitCode, string message, Exception innerException = null)
            CommandExecutionException: CommandExecutionException(ICommandConfiguration command, int exitCode, string message)
            CommandExecutionException: ICommandConfiguration Command { get; }
            CommandExecutionException: int ExitCode { get; }
            """);
    }
}
