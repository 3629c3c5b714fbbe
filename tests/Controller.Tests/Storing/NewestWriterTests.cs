using Microsoft.Extensions.Logging;
using NodeTasker.Controller.Storing;
using NodeTasker.Testing;

namespace NodeTasker.Controller.Tests.Storing;

public sealed class NewestWriterTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly RecordingLog<NewestWriterTests> _log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    [Fact(Timeout = 30_000)]
    public async Task What_comes_while_one_is_written_is_written_once_as_the_newest()
    {
        var writer = Start(new RecordingWriter(_time, _log) { Gate = new TestLatch() });
        writer.Put("1");
        await Eventually.IsTrueAsync(
            "the first is being written",
            () => writer.Begun == 1,
            cancellationToken: TestContext.Current.CancellationToken
        );

        writer.Put("2");
        writer.Put("3");
        writer.Gate!.Open();

        await Eventually.IsTrueAsync(
            "the newest is written",
            () => writer.Written.Count == 2,
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal(["1", "3"], writer.Written);
    }

    [Fact(Timeout = 30_000)]
    public async Task Writes_are_kept_apart_unless_one_is_urgent()
    {
        var writer = Start(new RecordingWriter(_time, _log) { Pause = TimeSpan.FromSeconds(1) });
        writer.Put("1");
        await PausesAfterAsync(writer, 1).WaitAsync(TestContext.Current.CancellationToken);

        writer.Put("2");
        Assert.Equal(["1"], writer.Written);
        _time.Advance(TimeSpan.FromSeconds(1));
        await PausesAfterAsync(writer, 2);
        writer.Put("3", atOnce: true);

        await PausesAfterAsync(writer, 3);
        Assert.Equal(["1", "2", "3"], writer.Written);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_could_not_be_written_is_tried_again_unless_something_newer_has_come()
    {
        var writer = Start(new RecordingWriter(_time, _log) { Failures = 2 });
        writer.Put("1");
        await Eventually.IsTrueAsync(
            "it waits after the failure",
            () => writer.Begun == 1 && _time.PendingTimers == 1,
            cancellationToken: TestContext.Current.CancellationToken
        );

        writer.Put("2");
        await Eventually.IsTrueAsync(
            "the newest is written",
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return writer.Written.Count == 1;
            },
            cancellationToken: TestContext.Current.CancellationToken
        );

        Assert.Equal(["2"], writer.Written);
        Assert.Single(_log.Lines, line =>
            line.Level == LogLevel.Warning && line.Text.StartsWith("Cannot write the thing: no route", StringComparison.Ordinal)
        );
        await Eventually.IsTrueAsync(
            "it says that it works again",
            () => _log.Lines.Any(line => line.Text == "Writing the thing again"),
            cancellationToken: TestContext.Current.CancellationToken
        );
    }

    private RecordingWriter Start(RecordingWriter writer)
    {
        _ = writer.RunAsync(_stop.Token);
        return writer;
    }

    private Task PausesAfterAsync(RecordingWriter writer, int writes) =>
        Eventually.IsTrueAsync(
            $"it pauses after write {writes}",
            () => writer.Written.Count == writes && _time.PendingTimers == 1,
            cancellationToken: Cancellation
        );

    private sealed class RecordingWriter(TimeProvider time, ILogger log) : NewestWriter<string>("the thing", time, log)
    {
        private readonly List<string> _written = [];

        public TestLatch? Gate { get; init; }

        public TimeSpan Pause { get; init; }

        public int Failures { get; set; }

        public int Begun { get; private set; }

        public IReadOnlyList<string> Written
        {
            get
            {
                lock (_written)
                    return [.. _written];
            }
        }

        protected override async Task<bool> WriteAsync(string value, CancellationToken cancellationToken)
        {
            Begun++;
            if (Failures-- > 0)
                throw new HttpRequestException("no route");
            if (Gate is not null)
                await Gate.WaitAsync(cancellationToken);
            lock (_written)
                _written.Add(value);
            return true;
        }

        protected override TimeSpan PauseAfter(string value) => Pause;
    }
}
