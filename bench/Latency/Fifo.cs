using System.Diagnostics;
using System.Threading.Channels;

namespace NodeTasker.Bench.Latency;

/// <summary>
/// How a script says "now": it writes a line into a named pipe with the shell's own echo, which forks nothing, and a thread
/// that waits in read() takes the time. Both ends of each measured interval are so taken in one process, by one clock.
/// </summary>
internal sealed class Fifo : IDisposable
{
    private readonly FileStream _pipe;
    private readonly Channel<(string Line, long At)> _lines = Channel.CreateUnbounded<(string, long)>();
    private readonly Thread _reader;

    private Fifo(string path)
    {
        Path = path;
        // Open both ways: the writers never wait for a reader, the reader never sees an end.
        _pipe = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        _reader = new Thread(Read) { IsBackground = true };
        _reader.Start();
    }

    public string Path { get; }

    public static async Task<Fifo> CreateAsync(string path, CancellationToken cancellationToken)
    {
        (await RunningProcess.RunAsync("mkfifo", ["-m", "666", path], cancellationToken: cancellationToken)).Successful("mkfifo");
        return new Fifo(path);
    }

    /// <summary>Waits for a line; returns when it arrived.</summary>
    public async Task<long> WaitAsync(string line, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var (read, at) = await _lines.Reader.ReadAsync(timeout.Token);
            if (read == line)
                return at;
        }
    }

    /// <summary>Writes a line as a script does; returns the moment before.</summary>
    public long Say(string line)
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(line + "\n");
        var before = Stopwatch.GetTimestamp();
        _pipe.Write(bytes);
        return before;
    }

    public void Dispose()
    {
        _lines.Writer.TryComplete();
        Say("over");
        _reader.Join(TimeSpan.FromSeconds(2));
        _pipe.Dispose();
    }

    private void Read()
    {
        var buffer = new byte[4096];
        while (_pipe.Read(buffer) is > 0 and var read)
        {
            var at = Stopwatch.GetTimestamp();
            foreach (var line in System.Text.Encoding.ASCII.GetString(buffer, 0, read).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                if (!_lines.Writer.TryWrite((line, at)))
                    return;
        }
    }
}
