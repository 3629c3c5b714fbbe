using System.ComponentModel;
using System.Diagnostics;
using CliWrap.Exceptions;

namespace CliWrap;

public partial class Command
{
    private static readonly TimeSpan s_killTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Starts the process; the token kills it and all its descendants.</summary>
    /// <exception cref="Win32Exception">It can't be started.</exception>
    public CommandTask<CommandResult> ExecuteAsync(CancellationToken cancellationToken = default) =>
        ExecuteAsync(cancellationToken, CancellationToken.None);

    /// <summary>Starts the process; the first token kills it and all its descendants, the second sends it SIGINT.</summary>
    /// <exception cref="Win32Exception">It can't be started.</exception>
    public CommandTask<CommandResult> ExecuteAsync(CancellationToken forcefulCancellationToken, CancellationToken gracefulCancellationToken) =>
        ExecuteAsync(null, null, forcefulCancellationToken, gracefulCancellationToken);

    /// <summary>Starts the process; the handlers are called right before and right after that.</summary>
    /// <exception cref="Win32Exception">It can't be started.</exception>
    public CommandTask<CommandResult> ExecuteAsync(
        Action<ProcessStartInfo>? configureStartInfo,
        Action<Process>? configureProcess = null,
        CancellationToken forcefulCancellationToken = default,
        CancellationToken gracefulCancellationToken = default)
    {
        var startInfo = CreateStartInfo();
        configureStartInfo?.Invoke(startInfo);

        var child = ChildProcess.Start(startInfo, process =>
        {
            ResourcePolicy.ApplyTo(process);
            configureProcess?.Invoke(process);
        });
        return new CommandTask<CommandResult>(RunAsync(child, forcefulCancellationToken, gracefulCancellationToken), child.Id);
    }

    private ProcessStartInfo CreateStartInfo()
    {
        var startInfo = new ProcessStartInfo
        {
            FileName = TargetFilePath,
            Arguments = Arguments,
            WorkingDirectory = WorkingDirPath,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        Credentials.ApplyTo(startInfo);

        foreach (var (name, value) in EnvironmentVariables)
        {
            if (value is null)
                startInfo.Environment.Remove(name);
            else
                startInfo.Environment[name] = value;
        }

        return startInfo;
    }

    private async Task<CommandResult> RunAsync(ChildProcess child, CancellationToken forceful, CancellationToken graceful)
    {
        using var _ = child;
        using var killTimeout = new CancellationTokenSource();
        // A process may end without having read all of its input.
        using var inputEnd = CancellationTokenSource.CreateLinkedTokenSource(forceful);
        using var kill = forceful.UnsafeRegister(
            _ =>
            {
                child.Kill();
                killTimeout.CancelAfter(s_killTimeout);
            },
            null);
        using var interrupt = graceful.UnsafeRegister(static child => ((ChildProcess)child!).Interrupt(), child);

        var input = PipeInputAsync(child.Input, inputEnd.Token);
        var output = PipeOutputAsync(child.Output, StandardOutputPipe, forceful);
        var error = PipeOutputAsync(child.Error, StandardErrorPipe, forceful);

        try
        {
            await child.WaitForExitAsync(killTimeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (killTimeout.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"Process {child.Id} ({TargetFilePath}) has not ended within {s_killTimeout.TotalSeconds} seconds of being killed. "
                + "It may be stuck in the kernel, or run as a user that this process may not signal.",
                exception);
        }

        var exitTime = TimeProvider.System.GetUtcNow();
        inputEnd.Cancel();
        var pipes = Task.WhenAll(input, output, error);
        await ((Task)pipes).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        ThrowIfCancelled(child, "killed", pipes.Exception, forceful);
        ThrowIfCancelled(child, "interrupted", pipes.Exception, graceful);
        await pipes.ConfigureAwait(false);
        ThrowIfFailed(child);
        return new CommandResult(child.ExitCode, child.StartTime, exitTime);
    }

    private async Task PipeInputAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using (stream.ConfigureAwait(false))
        {
            if (StandardInputPipe == PipeSource.Null)
                return;

            try
            {
                // A source that doesn't look at the token (a console, say) must not hold back the result.
                await StandardInputPipe.CopyToAsync(stream, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
            }
            catch (IOException exception) when (exception.GetType() == typeof(IOException))
            {
                // Broken pipe: the process needs no more input. Derived types, such as a missing file, are the source's own errors.
            }
        }
    }

    private static async Task PipeOutputAsync(Stream stream, PipeTarget target, CancellationToken cancellationToken)
    {
        await using (stream.ConfigureAwait(false))
        {
            if (target != PipeTarget.Null)
                await target.CopyFromAsync(stream, cancellationToken).ConfigureAwait(false);
        }
    }

    private void ThrowIfCancelled(ChildProcess child, string how, Exception? pipeError, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            throw new OperationCanceledException($"Process {child.Id} ({TargetFilePath}) was {how} on request.", pipeError, cancellationToken);
    }

    private void ThrowIfFailed(ChildProcess child)
    {
        if (Validation.HasFlag(CommandResultValidation.ZeroExitCode) && child.ExitCode != 0)
        {
            throw new CommandExecutionException(
                this,
                child.ExitCode,
                $"Process {child.Id} ended with exit code {child.ExitCode}; expected was 0. Command: {this}");
        }
    }
}
