using System.Runtime.InteropServices;
using System.Text;

namespace NodeTasker.Cli;

/// <summary>
/// Standard output or error where it is no terminal. The runtime's own would take a pipe that nobody reads any more for one that takes all.
/// </summary>
internal sealed partial class StandardStream : Stream
{
    private const int Interrupted = 4;
    private const int BadFile = 9;
    private const int ClosedPipe = 32;

    private readonly int _file;
    private readonly Action<int> _onFailure;
    private readonly bool _isClosed;

    private StandardStream(int file, Action<int> onFailure)
    {
        (_file, _onFailure) = (file, onFailure);
        // Whatever is opened later may get the number of a stream that was closed from the start: that is not ours to write to.
        _isClosed = Write(file, [0], 0) < 0 && Marshal.GetLastPInvokeError() == BadFile;
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Standard output: what can't be written is an <see cref="OutputException"/>.</summary>
    public static TextWriter Output() =>
        Open(
            1,
            error => throw new OutputException(Marshal.GetPInvokeErrorMessage(error), isClosedPipe: error == ClosedPipe),
            Console.OpenStandardOutput
        );

    /// <summary>Standard error: what can't be written is dropped, as there is nobody to be told.</summary>
    public static TextWriter Error() => Open(2, static _ => { }, Console.OpenStandardError);

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (_isClosed)
        {
            _onFailure(BadFile);
            return;
        }

        while (count > 0)
        {
            var written = Write(_file, offset == 0 ? buffer : buffer[offset..(offset + count)], count);
            if (written >= 0)
            {
                offset += (int)written;
                count -= (int)written;
                continue;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case Interrupted:
                    break;
                // A pipe that somebody else has set so, and that is full.
                case var error when error == (OperatingSystem.IsMacOS() ? 35 : 11):
                    var wait = new PollFile { File = _file, Events = PollFile.Writable };
                    _ = Poll(ref wait, 1, -1);
                    break;
                case var error:
                    _onFailure(error);
                    return;
            }
        }
    }

    /// <inheritdoc/>
    public override void Flush() { }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private static TextWriter Open(int file, Action<int> onFailure, Func<Stream> onWindows) =>
        TextWriter.Synchronized(
            new StreamWriter(OperatingSystem.IsWindows() ? onWindows() : new StandardStream(file, onFailure), new UTF8Encoding(false))
            {
                AutoFlush = true,
            }
        );

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int file, byte[] buffer, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollFile file, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFile
    {
        public const short Writable = 4;
        public int File;
        public short Events;
        public short Returned;
    }
}

/// <summary>Results can't be written.</summary>
/// <param name="why">The system's word for it.</param>
/// <param name="isClosedPipe">Whether whoever read them has had enough.</param>
internal sealed class OutputException(string why, bool isClosedPipe) : IOException($"stdout can't be written to: {why}.")
{
    /// <summary>Whether whoever read them has had enough.</summary>
    public bool IsClosedPipe => isClosedPipe;
}
