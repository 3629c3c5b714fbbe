using System.Runtime.InteropServices;
using NodeTasker.Cli.Following;
using NodeTasker.Rollouts;

namespace NodeTasker.Cli.Views.Live;

/// <summary>For terminals: what has ended scrolls by, what goes on stays below and moves.</summary>
internal sealed class LiveProgress : IProgressDisplay
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private readonly LiveArea _area;
    private readonly Func<string, CancellationToken, Task<string?>> _readLastLine;
    private readonly Func<(int Width, int Height)> _size;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ITimer _ticks;
    private readonly PosixSignalRegistration? _resizes;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;
    private readonly Dictionary<string, string> _lastLines = new(StringComparer.Ordinal);
    private Progress? _shown;
    private bool _isClosed;

    /// <param name="writer">The terminal.</param>
    /// <param name="hasColours">Whether it may have colours.</param>
    /// <param name="size">How large it is now.</param>
    /// <param name="readLastLine">Reads what a node wrote last; asked rarely, and only of nodes that are shown.</param>
    /// <param name="time">The clock.</param>
    public LiveProgress(
        TextWriter writer,
        bool hasColours,
        Func<(int Width, int Height)> size,
        Func<string, CancellationToken, Task<string?>> readLastLine,
        TimeProvider time
    )
    {
        (_area, _size, _readLastLine, _time) = (new LiveArea(writer, hasColours), size, readLastLine, time);
        _start = time.GetTimestamp();
        Redraw([]);
        _ticks = time.CreateTimer(_ => Redraw([]), null, Tick, Tick);
        if (!OperatingSystem.IsWindows())
            _resizes = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Redraw([]));
        _reading = ReadLastLinesAsync(_stop.Token);
    }

    /// <inheritdoc/>
    public void Show(Progress progress)
    {
        lock (_lock)
        {
            var lines = ProgressLines
                .Between(_shown, progress, withStarts: false)
                .Select(line => new LiveLine(line.Text, ColourOf(line.Phase)))
                .ToList();
            // While the connection is lost nothing is known anew.
            _shown = progress.Trouble is null || _shown is null ? progress : _shown with { Trouble = progress.Trouble };
            Redraw(lines);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _resizes?.Dispose();
        await _ticks.DisposeAsync();
        lock (_lock)
        {
            _isClosed = true;
            _area.Close(_size().Width);
        }

        _stop.Dispose();
    }

    private static LiveColour? ColourOf(NodePhase? phase) =>
        phase switch
        {
            NodePhase.Succeeded => LiveColour.Green,
            NodePhase.Failed or NodePhase.Rejected or NodePhase.Cancelled or NodePhase.Unknown => LiveColour.Red,
            _ => null,
        };

    private void Redraw(IReadOnlyList<LiveLine> above)
    {
        lock (_lock)
        {
            if (_isClosed)
                return;
            var (width, height) = _size();
            _area.Draw(above, LiveLines.Of(_shown, _lastLines, _time.GetElapsedTime(_start), _time.GetUtcNow(), width, height), width);
        }
    }

    private async Task ReadLastLinesAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(ReadEvery, _time, cancellationToken);
            string[] nodes;
            lock (_lock)
                nodes = _shown is { Trouble: null } shown ? [.. LiveLines.Shown(shown, _size().Height)] : [];
            foreach (var node in nodes)
            {
                if (await _readLastLine(node, cancellationToken) is not { } line)
                    continue;
                lock (_lock)
                    _lastLines[node] = line;
            }
        }
    }
}
