using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using k8s.Models;
using NodeTasker.Cluster;
using NodeTasker.HostAgent.Deciding;
using NodeTasker.HostAgent.Tests.Deciding;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.HostAgent.Watching;

namespace NodeTasker.HostAgent.Tests.Hostile;

/// <summary>Lists and watches as no API server sends them, through the real client, against one agent's watch that must outlive them all.</summary>
public sealed class HostileStreamTests(ITestOutputHelper output)
{
    private const string Html = "<!DOCTYPE html><html><body>Sign in to continue</body></html>\n";
    private const string Last = "the last task";

    [Theory(Timeout = 120_000)]
    [InlineData(21, 1500)]
    [InlineData(22, 1500)]
    public async Task A_watch_outlives_every_hostile_stream_and_starts_only_what_was_really_sent(int seed, int count)
    {
        var random = new Random(seed);
        var (answers, starts, snapshots) = (0, 0, 0);
        var sent = new ConcurrentQueue<string>();
        await using var server = new RawServer(
            async (request, stream, token) =>
            {
                byte[] answer;
                lock (random)
                {
                    var isWatch = request.Contains("watch=true", StringComparison.Ordinal);
                    answer =
                        answers++ < count ? Hostile(random, isWatch)
                        : isWatch ? RawServer.Answer(Encoding.UTF8.GetBytes(Event("ADDED", Task(Last))))
                        : RawServer.Answer(Encoding.UTF8.GetBytes(List(Task(Last))));
                }

                sent.Enqueue(Encoding.UTF8.GetString(answer));
                await stream.WriteAsync(answer, token);
            }
        );
        using var client = server.Client();
        var log = new BoundedLog<HostileStreamTests>();
        var watch = new Reflector<V1ConfigMap>(
            Endpoint.OfObject(client, ApiResources.ConfigMaps, "ns", Wish.Task),
            new ApiConnection(),
            new InstantTime(),
            log
        );

        try
        {
            await foreach (var snapshot in new ConfigMapTaskSource(Wish.Task, watch).ReadAsync(TestContext.Current.CancellationToken))
            {
                snapshots++;
                if (View.Decide(View.Of(snapshot)) is not Decision.Start start)
                    continue;
                starts++;
                Assert.True(WasSent(sent, start.Spec.Script), $"'{start.Spec.Script}' was never sent as a task.");
                if (start.Spec.Script == Last)
                    break;
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InvalidOperationException(
                $"seed {seed}, answer {answers}: {sent.LastOrDefault()?[..Math.Min(2000, sent.Last().Length)]}",
                e
            );
        }

        output.WriteLine(
            $"{answers} hostile answers (seed {seed}): {snapshots} states of the task were read of them, {starts} of them started, each as it was sent; the longest log line has {log.Longest.Length} characters."
        );
        Assert.InRange(answers, count, count + 10);
        Assert.InRange(log.Longest.Length, 1, 3000);
        Assert.Null(log.MoreThanALine);
    }

    private static byte[] Hostile(Random random, bool isWatch)
    {
        if (!isWatch && random.Next(3) > 0)
            return RawServer.Answer(Encoding.UTF8.GetBytes(List(null)));
        return random.Next(12) switch
        {
            0 => RawServer.Answer(Encoding.UTF8.GetBytes(Html), type: "text/html"),
            1 => RawServer.Answer(
                Encoding.UTF8.GetBytes(
                    random.Of([Html, "", "{}", "null", "[]", Status("a\nb\u001b[31m" + new string('x', random.Next(20_000)))])
                ),
                random.Of(["500 Oops", "503 Busy", "429 Slow down", "403 No", "404 What", "410 Gone", "418 I'm a teapot", "301 Moved"])
            ),
            2 => RawServer.Answer(
                Encoding.UTF8.GetBytes(
                    random.Of([
                        Status("gone"),
                        "{}",
                        "null",
                        "[]",
                        "7",
                        "\"x\"",
                        "\n\n\n",
                        "{\"items\":null,\"metadata\":null}",
                        "{\"items\":[null],\"metadata\":{}}",
                    ])
                )
            ),
            3 => random.Damage(RawServer.Answer(Encoding.UTF8.GetBytes(isWatch ? Stream(random) : List(Task("damaged"))))),
            4 => Encoding.Latin1.GetBytes(
                random.Of([
                    "",
                    "HTTP/1.1 200",
                    "SSH-2.0-OpenSSH\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffff\r\nx",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
                    "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{",
                    "HTTP/1.1 999 \r\n\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                ])
            ),
            5 => RawServer.Answer(
                Encoding.UTF8.GetBytes(Event("ADDED", Task("deep").Replace("\"ns\"", random.Deep(), StringComparison.Ordinal)))
            ),
            6 => RawServer.Answer(
                Encoding.UTF8.GetBytes(
                    isWatch
                        ? Event("ADDED", Task(new string('h', random.Next(2_000_000))))
                        : List(Task(new string('h', random.Next(2_000_000))))
                )
            ),
            _ => RawServer.Answer(random.Damage(Encoding.UTF8.GetBytes(isWatch ? Stream(random) : List(Task("in a list"))))),
        };
    }

    /// <summary>A few events: good, of other objects, of other kinds, errors, bookmarks, and two on one line.</summary>
    private static string Stream(Random random) =>
        string.Concat(
            Enumerable
                .Range(0, random.Next(1, 6))
                .Select(i =>
                    random.Next(9) switch
                    {
                        0 => Event("BOOKMARK", """{"kind":"ConfigMap","metadata":{"resourceVersion":"8"}}"""),
                        1 => Event("ERROR", Status("too old", 410)),
                        2 => Event("ADDED", Task("of another", name: "other")),
                        3 => Event("MODIFIED", """{"kind":"Pod","spec":{"containers":7}}"""),
                        4 => Event("DELETED", Task("gone")),
                        5 => Event("EXPLODED", Task("of no type")),
                        6 => Event("ADDED", Task("first")).TrimEnd('\n') + Event("ADDED", Task("second on the line")),
                        7 => $$$"""{"type":{{{random.Of(["7", "null", "[]", "\"\\ud800\"", "{}"])}}},"object":{{{Task("typeless")}}}}"""
                            + "\n",
                        _ => Event("MODIFIED", Task($"task {i}")),
                    }
                )
        );

    private static string Event(string type, string item) => $$$"""{"type":"{{{type}}}","object":{{{item}}}}""" + "\n";

    private static string List(string? item) =>
        $$"""{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"5"},"items":[{{item}}]}""";

    private static string Task(string script, string name = Wish.Task) =>
        $$$"""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"{{{name}}}","namespace":"ns","resourceVersion":"7"},"data":{"task":"{{{script}}}"}}""";

    private static string Status(string message, int code = 500) =>
        JsonSerializer.Serialize(
            new
            {
                kind = "Status",
                apiVersion = "v1",
                status = "Failure",
                message,
                reason = "Expired",
                code,
            }
        );

    /// <summary>Whether an answer held this script as the task of the right name, by another parser and another way of looking.</summary>
    private static bool WasSent(IEnumerable<string> answers, string script) =>
        answers
            .Reverse()
            .SelectMany(answer => answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..].Split('\n'))
            .Any(line => Holds(line, script));

    private static bool Holds(string line, string script)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return ItemsOf(json.RootElement)
                .Any(item =>
                    item.GetProperty("metadata").GetProperty("name").GetString() == Wish.Task
                    && item.GetProperty("data").GetProperty("task").GetString() == script
                );
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return false;
        }
    }

    private static IEnumerable<JsonElement> ItemsOf(JsonElement answer) =>
        answer.TryGetProperty("type", out var type)
            ? (type.GetString() is "ADDED" or "MODIFIED" ? [answer.GetProperty("object")] : [])
            : answer.GetProperty("items").EnumerateArray();
}
