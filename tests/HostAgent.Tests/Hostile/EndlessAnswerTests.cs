using System.Text;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using NodeTasker.Cluster;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.HostAgent.Watching;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Hostile;

/// <summary>Answers that never end: the agent hangs up, and holds little of them afterwards. Alone, since memory is the process's.</summary>
[Collection("Alone")]
public sealed class EndlessAnswerTests(ITestOutputHelper output)
{
    [Theory(Timeout = 60_000)]
    [InlineData("200 OK", "{\"metadata\":{\"resourceVersion\":\"", "x", false)]
    [InlineData("200 OK", "", " ", false)]
    [InlineData("200 OK", "{\"items\":[", "{\"data\":{\"a\":\"b\"}},", false)]
    [InlineData("500 Oops", "", "x", false)]
    [InlineData("403 No", "{\"kind\":\"Status\",\"message\":\"", "x", false)]
    [InlineData("200 OK", "{\"type\":\"ADDED\",\"object\":{\"data\":{\"task\":\"", "x", true)]
    [InlineData("200 OK", "", "[", true)]
    [InlineData("410 Gone", "", "x", true)]
    public async Task A_body_that_never_ends_is_hung_up_on(string status, string start, string more, bool inWatch)
    {
        const int MostTaken = 48 << 20;
        long taken = 0;
        var hungUp = new TestLatch();
        await using var server = new RawServer(
            async (request, stream, token) =>
            {
                if (request.Contains("watch=true", StringComparison.Ordinal) != inWatch)
                {
                    await stream.WriteAsync(
                        RawServer.Answer("""{"kind":"ConfigMapList","metadata":{"resourceVersion":"5"},"items":[]}"""u8.ToArray()),
                        token
                    );
                    return;
                }

                var filler = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(more, 64 * 1024 / more.Length)));
                try
                {
                    await stream.WriteAsync(RawServer.Answer(Encoding.ASCII.GetBytes(start), status), token);
                    while (Interlocked.Add(ref taken, filler.Length) < 4L * MostTaken)
                        await stream.WriteAsync(filler, token);
                }
                finally
                {
                    hungUp.Open();
                }
            }
        );
        using var client = server.Client();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var watch = new Reflector<V1ConfigMap>(
            Endpoint.OfObject(client, ApiResources.ConfigMaps, "ns", Wish.Task),
            new ApiConnection(),
            TimeProvider.System,
            NullLogger.Instance
        );
        var reading = ReadAsync(watch, stopping.Token);
        await hungUp.WaitAsync(stopping.Token);

        Assert.False(reading.IsFaulted, reading.Exception?.ToString());
        Assert.InRange(Interlocked.Read(ref taken), 1, MostTaken);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 24 << 20);
        output.WriteLine($"Hung up on after {Interlocked.Read(ref taken) >> 10:N0} KiB.");
    }

    private static async Task ReadAsync(Reflector<V1ConfigMap> watch, CancellationToken cancellationToken)
    {
        await foreach (var change in watch.ReadAsync(cancellationToken))
            Assert.Null(change.Only);
    }
}
