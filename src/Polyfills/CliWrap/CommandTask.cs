using System.Runtime.CompilerServices;

namespace CliWrap;

/// <summary>A started command: a task with a process id.</summary>
public partial class CommandTask<TResult>(Task<TResult> task, int processId) : IDisposable
{
    /// <summary>Ends when the process has ended and its pipes are drained.</summary>
    public Task<TResult> Task { get; } = task;

    /// <summary>The operating system's id of the process.</summary>
    public int ProcessId { get; } = processId;

    /// <summary>Makes the command awaitable.</summary>
    public TaskAwaiter<TResult> GetAwaiter() => Task.GetAwaiter();

    /// <summary>As <see cref="Task{TResult}.ConfigureAwait(bool)"/>.</summary>
    public ConfiguredTaskAwaitable<TResult> ConfigureAwait(bool continueOnCapturedContext) =>
        Task.ConfigureAwait(continueOnCapturedContext);

    /// <summary>Disposes the task, which must have ended.</summary>
    public void Dispose()
    {
        Task.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The task.</summary>
    public static implicit operator Task<TResult>(CommandTask<TResult> commandTask) => commandTask.Task;

    internal CommandTask<T> Bind<T>(Func<Task<TResult>, Task<T>> transform) => new(transform(Task), ProcessId);
}
