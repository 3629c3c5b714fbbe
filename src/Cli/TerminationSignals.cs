using System.Runtime.InteropServices;

namespace NodeTasker.Cli;

/// <summary>Turns Ctrl-C, SIGTERM and a closed terminal into a cancellation, so that every <c>finally</c> runs. Who asks again doesn't want to wait for that.</summary>
internal sealed class TerminationSignals : IDisposable
{
    // timeout(1) signals the process and then its group, a closed terminal is several signals: that is one wish.
    private static readonly TimeSpan One = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private long _receivedAt;

    /// <summary>Takes the signals over until disposed.</summary>
    public TerminationSignals() =>
        _registrations = [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal =>
                PosixSignalRegistration.Create(signal, OnSignal)
            ),
        ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The first signal; null while there was none.</summary>
    public PosixSignal? Received { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();

        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        // Not cancelled, a signal does what it does to a process that knows nothing of it.
        context.Cancel = Received is null || _time.GetElapsedTime(_receivedAt) < One;
        if (Received is not null)
            return;

        _receivedAt = _time.GetTimestamp();
        Received = context.Signal;
        _source.Cancel();
    }
}
