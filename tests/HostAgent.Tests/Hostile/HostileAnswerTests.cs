using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using NodeTasker.Cluster;
using NodeTasker.HostAgent.Reporting;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.HostAgent.Watching;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Tests.Hostile;

/// <summary>Answers to the agent's writes and to its one look at its Node.</summary>
public sealed class HostileAnswerTests(ITestOutputHelper output)
{
    private static readonly string[] Bodies =
    [
        "",
        "null",
        "{}",
        "[]",
        "7",
        "\"x\"",
        "<html>Sign in</html>",
        """{"kind":"Pod","metadata":null}""",
        """{"kind":"Status","code":"x"}""",
        """{"items":null}""",
        """{"items":[null],"metadata":null}""",
        """{"items":[{"metadata":{"name":"worker-1","uid":null,"labels":{"a":null}}}],"metadata":{"resourceVersion":"1"}}""",
        """{"items":[{"metadata":{"name":"other","uid":"u"}}],"metadata":{"resourceVersion":"1"}}""",
    ];

    private static readonly string[] Statuses =
    [
        "200 OK",
        "200 OK",
        "201 Created",
        "204 Nothing",
        "301 Moved",
        "400 Bad",
        "401 Who",
        "403 No",
        "404 What",
        "409 Conflict",
        "410 Gone",
        "413 Large",
        "422 Odd",
        "429 Slow",
        "500 Oops",
        "503 Busy",
        "599 Odd",
    ];

    [Theory(Timeout = 60_000)]
    [InlineData(31, 500)]
    public async Task Results_are_written_through_every_hostile_answer(int seed, int count)
    {
        var random = new Random(seed);
        var answers = 0;
        await using var server = new RawServer(async (_, stream, token) => await stream.WriteAsync(Next(), token));
        using var client = server.Client();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var delivered = Channel.CreateUnbounded<RunRecord>();
        var queue = new ReportQueue(
            new ConfigMapReporter(client, "ns", Wish.Node, new FakeNodeSource()),
            new ApiConnection(),
            (record, _) => delivered.Writer.TryWrite(record),
            new InstantTime(),
            NullLogger.Instance
        );
        var running = queue.RunAsync(stopping.Token);

        for (var i = 0; i < count; i++)
        {
            queue.Put(
                new RunRecord
                {
                    Task = Wish.Task,
                    Node = Wish.Node,
                    Run = new RunId($"{i:x12}"),
                    Phase = RunPhase.Succeeded,
                }
            );
            var written = delivered.Reader.ReadAsync(stopping.Token).AsTask();
            Assert.True(await Task.WhenAny(written, running) == written, $"seed {seed}, answer {answers}: {running.Exception}");
            Assert.Equal($"{i:x12}", (await written).Run.Value);
        }

        output.WriteLine($"{answers} hostile answers to writes (seed {seed}): {count} results written.");
        Assert.InRange(answers, count, count * 20);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        byte[] Next()
        {
            lock (random)
            {
                answers++;
                var good = RawServer.Answer(Encoding.UTF8.GetBytes("""{"kind":"ConfigMap","metadata":{"name":"x"}}"""));
                return random.Next(3) == 0 ? good : Hostile(random);
            }
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData(32, 500)]
    public async Task The_Node_is_read_through_every_hostile_answer(int seed, int count)
    {
        var random = new Random(seed);
        var answers = 0;
        await using var server = new RawServer(async (_, stream, token) => await stream.WriteAsync(Next(), token));
        using var client = server.Client();
        var endpoint = Endpoint.OfObject(client, ApiResources.Nodes, null, Wish.Node);

        for (var i = 0; i < count; i++)
        {
            var node = new NodeSource(
                endpoint,
                new ApiConnection(),
                new InstantTime(),
                NullLogger<NodeSource>.Instance,
                TestContext.Current.CancellationToken
            );
            await node.ReadAsync();
            Assert.True(node.Uid is null or { Length: > 0 }, $"seed {seed}, answer {answers}");
        }

        output.WriteLine($"{answers} hostile answers to reads of the Node (seed {seed}): {count} agents came by it.");
        Assert.InRange(answers, count, count * 20);

        byte[] Next()
        {
            lock (random)
            {
                answers++;
                var good =
                    """{"kind":"NodeList","metadata":{"resourceVersion":"5"},"items":[{"metadata":{"name":"worker-1","uid":"u","labels":{"a":"b"}}}]}""";
                return random.Next(3) switch
                {
                    0 => RawServer.Answer(Encoding.UTF8.GetBytes(good)),
                    1 => RawServer.Answer(random.Damage(Encoding.UTF8.GetBytes(good))),
                    _ => Hostile(random),
                };
            }
        }
    }

    private static byte[] Hostile(Random random)
    {
        var body = random.Next(4) == 0 ? random.Deep() : random.Of(Bodies);
        var answer = RawServer.Answer(Encoding.UTF8.GetBytes(body), random.Of(Statuses));
        return random.Next(4) == 0 ? random.Damage(answer) : answer;
    }
}
