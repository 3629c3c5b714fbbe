using System.Net;
using k8s.Autorest;
using Microsoft.Extensions.Logging;
using NodeTasker.Cluster;
using NodeTasker.HostAgent.Reporting;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.HostAgent.Watching;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Reporting;

public sealed class ReportQueueTests : IAsyncLifetime
{
    private readonly RecordingReporter _reporter = new();
    private readonly ApiConnection _connection = new();
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLog<ReportQueue> _log = new();
    private readonly List<RunRecord> _delivered = [];
    private readonly CancellationTokenSource _stopping = CancellationTokenSource.CreateLinkedTokenSource(
        TestContext.Current.CancellationToken
    );
    private readonly ReportQueue _queue;
    private Task _running = Task.CompletedTask;

    public ReportQueueTests() => _queue = new ReportQueue(_reporter, _connection, (record, _) => _delivered.Add(record), _time, _log);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        _stopping.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task Records_are_written_in_the_order_of_their_runs_and_their_delivery_is_told()
    {
        _queue.Put(Record("a"));
        _queue.Put(Record("b"));
        _queue.Put(Record("c"));
        Run();

        await DeliveredAsync("a Succeeded", "b Succeeded", "c Succeeded").WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["a", "b", "c"], _delivered.Select(r => r.Run.Value));
        Assert.Empty(_log.Lines);
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_each_run_only_the_newest_state_is_written()
    {
        _queue.Put(Record("a", RunPhase.Running));
        _queue.Put(Record("b", RunPhase.Running));
        _queue.Put(Record("a"));
        Run();

        await DeliveredAsync("b Running", "a Succeeded").WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_state_that_comes_while_an_older_one_is_being_written_is_written_after_it()
    {
        _reporter.Hold();
        _queue.Put(Record("a", RunPhase.Running));
        Run();
        await TriedAsync(1).WaitAsync(TestContext.Current.CancellationToken);

        _queue.Put(Record("a"));
        _reporter.Release();

        await DeliveredAsync("a Running", "a Succeeded");
    }

    [Fact(Timeout = 60_000)]
    public async Task What_the_API_server_did_not_take_is_tried_again_after_a_while()
    {
        _reporter.FailWith(new HttpRequestException("refused"), new HttpRequestException("refused"));
        _queue.Put(Record("a"));
        _queue.Put(Record("b"));
        Run();

        await PausedAsync(tries: 1).WaitAsync(TestContext.Current.CancellationToken);
        Assert.Empty(_reporter.Delivered);
        _time.Advance(TimeSpan.FromSeconds(1));
        await PausedAsync(tries: 2);
        _time.Advance(TimeSpan.FromSeconds(2));

        await DeliveredAsync("a Succeeded", "b Succeeded");
        Assert.Equal(4, _reporter.Tries);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_failed_write_is_forgotten_when_a_newer_state_has_come_meanwhile()
    {
        _reporter.Hold();
        _reporter.FailWith(new HttpRequestException("refused"));
        _queue.Put(Record("a", RunPhase.Running));
        Run();
        await TriedAsync(1).WaitAsync(TestContext.Current.CancellationToken);

        _queue.Put(Record("a"));
        _reporter.Release();
        await PausedAsync(tries: 1);
        _time.Advance(TimeSpan.FromSeconds(1));

        await DeliveredAsync("a Succeeded");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_watch_that_is_back_sends_results_at_once()
    {
        _reporter.FailWith(new HttpRequestException("refused"));
        _queue.Put(Record("a"));
        Run();
        await PausedAsync(tries: 1).WaitAsync(TestContext.Current.CancellationToken);

        _connection.Succeeded();

        await DeliveredAsync("a Succeeded");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_refusal_is_not_tried_faster_because_a_watch_is_back()
    {
        _reporter.FailWith(Refusal(HttpStatusCode.Forbidden));
        _queue.Put(Record("a"));
        Run();
        await PausedAsync(tries: 1).WaitAsync(TestContext.Current.CancellationToken);

        _connection.Succeeded();

        Assert.Equal(1, _time.PendingTimers);
        Assert.Empty(_reporter.Delivered);
        _time.Advance(TimeSpan.FromSeconds(1));
        await DeliveredAsync("a Succeeded");
    }

    [Theory(Timeout = 60_000)]
    [InlineData(HttpStatusCode.TooManyRequests, "17", 17)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "17", 17)]
    [InlineData(HttpStatusCode.TooManyRequests, "999999", 60)]
    public async Task The_API_servers_Retry_After_is_kept_to(HttpStatusCode code, string retryAfter, int seconds)
    {
        _reporter.FailWith(Refusal(code, retryAfter));
        _queue.Put(Record("a"));
        Run();
        await PausedAsync(tries: 1).WaitAsync(TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, _time.PendingTimers);
        Assert.Equal(1, _reporter.Tries);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await DeliveredAsync("a Succeeded");
    }

    [Theory(Timeout = 60_000)]
    [InlineData(HttpStatusCode.TooManyRequests, "Sun, 22 Nov 2026 10:00:00 GMT")]
    [InlineData(HttpStatusCode.TooManyRequests, "-5")]
    [InlineData(HttpStatusCode.TooManyRequests, null)]
    [InlineData(HttpStatusCode.InternalServerError, "17")]
    public async Task What_is_no_usable_Retry_After_leaves_the_own_rhythm(HttpStatusCode code, string? retryAfter)
    {
        _reporter.FailWith(Refusal(code, retryAfter));
        _queue.Put(Record("a"));
        Run();
        await PausedAsync(tries: 1).WaitAsync(TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromSeconds(1));

        await DeliveredAsync("a Succeeded");
    }

    [Theory(Timeout = 60_000)]
    [InlineData(
        HttpStatusCode.BadRequest,
        1,
        "The script ended with exit code 1. The API server refused the result with more in it (HTTP 400): the output is cut."
    )]
    [InlineData(
        HttpStatusCode.RequestEntityTooLarge,
        2,
        "The script ended with exit code 1. The API server refused the result with more in it (HTTP 413): the output is left out."
    )]
    [InlineData(
        HttpStatusCode.UnprocessableEntity,
        3,
        "The API server refused the result with more in it (HTTP 422): output and message are left out."
    )]
    public async Task A_refused_result_is_cut_down_until_it_is_taken_and_says_so(HttpStatusCode code, int refusals, string message)
    {
        var whole = Record("a", RunPhase.Failed) with
        {
            Message = "The script ended with exit code 1.",
            Output = $"first{new string('x', 20_000)}last",
            OutputBytes = 1_000_000,
            LogPath = "/log",
        };
        _reporter.FailWith([.. Enumerable.Repeat(Refusal(code), refusals)]);
        _queue.Put(whole);
        Run();
        await DeliveredAsync("a Failed").WaitAsync(TestContext.Current.CancellationToken);

        var taken = Assert.Single(_reporter.Delivered);
        Assert.Equal($"{message} /log on the node has what is kept of it.", taken.Message);
        Assert.True(taken.OutputTruncated);
        Assert.Equal(refusals > 1, taken.Output is null);
        Assert.Matches("^(firstx+\\n.{40,80}\\nx+last)?$", taken.Output ?? "");
        Assert.InRange(taken.Output?.Length ?? 0, 0, 4096);
        Assert.Equal(whole, Assert.Single(_delivered));
        Assert.Equal(0, _time.PendingTimers);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_result_that_is_refused_in_every_size_is_whole_when_it_is_taken_later()
    {
        _reporter.FailWith([.. Enumerable.Repeat(Refusal(HttpStatusCode.UnprocessableEntity), 3)]);
        _queue.Put(Record("a") with { Output = "hello\n" });
        Run();
        await PausedAsync(tries: 3).WaitAsync(TestContext.Current.CancellationToken);
        Assert.Empty(_reporter.Delivered);

        _time.Advance(TimeSpan.FromSeconds(1));

        await DeliveredAsync("a Succeeded");
        Assert.Equal("hello\n", _reporter.Last!.Output);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_outage_is_said_once_and_so_is_its_end()
    {
        _reporter.FailWith(new HttpRequestException("refused"), new IOException("cut"), Refusal(HttpStatusCode.Forbidden));
        _queue.Put(Record("a"));
        _queue.Put(Record("b"));
        Run();

        for (var tries = 1; tries <= 3; tries++)
        {
            await PausedAsync(tries).WaitAsync(TestContext.Current.CancellationToken);
            _time.Advance(TimeSpan.FromSeconds(60));
        }

        await DeliveredAsync("a Succeeded", "b Succeeded");
        Assert.Collection(
            _log.Lines,
            line =>
                Assert.Equal((LogLevel.Warning, "The result of task run a cannot be written: refused. It is kept and sent later"), line),
            line => Assert.Equal((LogLevel.Information, "The result of task run a is written now"), line)
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_timeout_of_the_client_is_an_outage_and_no_stop()
    {
        _reporter.FailWith(new TaskCanceledException("timeout"));
        _queue.Put(Record("a"));
        Run();

        await PausedAsync(tries: 1).WaitAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(1));

        await DeliveredAsync("a Succeeded");
    }

    private static RunRecord Record(string run, RunPhase phase = RunPhase.Succeeded) =>
        new()
        {
            Task = "task",
            Node = "node",
            Run = new RunId(run),
            Phase = phase,
        };

    private static HttpOperationException Refusal(HttpStatusCode code, string? retryAfter = null)
    {
        using var response = new HttpResponseMessage(code);
        if (retryAfter is not null)
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return new HttpOperationException("refused") { Response = new HttpResponseMessageWrapper(response, "") };
    }

    private void Run() => _running = _queue.RunAsync(_stopping.Token);

    private Task DeliveredAsync(params string[] records) =>
        _reporter.ForAsync(
            $"{string.Join(", ", records)} delivered",
            delivered => delivered.Select(r => $"{r.Run} {r.Phase}").SequenceEqual(records),
            _stopping.Token
        );

    private Task TriedAsync(int tries) =>
        Eventually.IsTrueAsync($"{tries} tries", () => _reporter.Tries == tries, cancellationToken: _stopping.Token);

    private Task PausedAsync(int tries) =>
        Eventually.IsTrueAsync(
            $"{tries} tries and a pause",
            () => _reporter.Tries == tries && _time.PendingTimers == 1,
            cancellationToken: _stopping.Token
        );
}
