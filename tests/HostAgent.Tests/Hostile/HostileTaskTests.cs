using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using NodeTasker.Cluster;
using NodeTasker.HostAgent.Deciding;
using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Tests.Deciding;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.HostAgent.Tests.Watching;
using NodeTasker.HostAgent.Watching;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Hostile;

/// <summary>Task ConfigMaps as bytes, through the client's JSON, the parser, the signature and the decision.</summary>
public sealed class HostileTaskTests(ITestOutputHelper output)
{
    private const string Good =
        """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"node-tasker","resourceVersion":"7","annotations":{"a":"b"}},"data":{"task":"#!/bin/sh\necho hello\n"}}""";

    // A signature is another each time that it is made, and the same seed must damage the same bytes.
    private const string PublicKey = """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEz5sAqXMwnh/TngWRiyQb5Tm2Uonm
        JFmCHwWpR5nsf5UhqLlT+iJrMCtil22SBf1peL1sW4oSHsGNE2jUCWJY8w==
        -----END PUBLIC KEY-----
        """;

    private const string Signature = "MEYCIQCiX0uXn7uFm1iHGjtq+4jwENQHZKY7cOw/RZQeKbK9VQIhANGg8cjV3V6GFNPYfBS79F/4pfMkGjMti9U0dFyReHT+";

    [Theory]
    [InlineData(1, 4000)]
    [InlineData(2, 4000)]
    public void No_edited_task_starts_but_a_valid_one(int seed, int count)
    {
        var random = new Random(seed);

        AssertStarts(seed, count, 0.1, 0.9, () => Encoding.UTF8.GetBytes(Edit(random).ToJsonString()));
    }

    [Theory]
    [InlineData(3, 4000)]
    public void No_damaged_task_starts_but_a_valid_one(int seed, int count)
    {
        var random = new Random(seed);

        AssertStarts(seed, count, 0.05, 0.9, () =>
            random.Damage(Encoding.UTF8.GetBytes(random.Next(2) == 0 ? Good : Edit(random).ToJsonString()))
        );
    }

    [Theory]
    [InlineData(4, 200)]
    public void No_deeply_nested_task_starts(int seed, int count)
    {
        var random = new Random(seed);

        AssertStarts(seed, count, 0, 0, () => Encoding.UTF8.GetBytes(Good.Replace("\"b\"", random.Deep(), StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(5, 3000)]
    public void No_signed_task_starts_but_as_it_was_signed(int seed, int count)
    {
        var random = new Random(seed);
        using var folder = new TempDir();
        folder.Write("release.pem", PublicKey);
        var document = Wish.Document(("task", "#!/bin/sh\necho hello\n"), ("env.A", "1"), ("audience", "prod"));
        var signed = JsonNode.Parse(Good)!;
        foreach (var (name, value) in document.Data)
            signed["data"]![name] = value;
        signed["data"]!["signature"] = Signature;
        var (bytes, source, started) = (Encoding.UTF8.GetBytes(signed.ToJsonString()), SourceOf(), 0);
        var signatures = new SignatureCheck(folder.Path);

        for (var i = 0; i < count; i++)
        {
            var damaged = random.Damage(bytes);
            if (Read(damaged) is not { } configMap || Decide(source.SnapshotOf(configMap), signatures) is not Decision.Start start)
                continue;
            started++;
            var data = configMap.Data.Where(entry => entry.Key != "signature").OrderBy(entry => entry.Key);
            Assert.True(
                document.Data.OrderBy(entry => entry.Key).SequenceEqual(data) && configMap.BinaryData is null or { Count: 0 },
                $"seed {seed}, input {i}: {Encoding.UTF8.GetString(damaged)}"
            );
            Assert.Equal("release", start.SignedBy);
        }

        output.WriteLine($"{count} damaged signed tasks (seed {seed}): {started} unharmed ones started, nothing else.");
        Assert.InRange(started, 1, count / 2);
    }

    private void AssertStarts(int seed, int count, double least, double most, Func<byte[]> next)
    {
        var (source, started, unread) = (SourceOf(), 0, 0);
        for (var i = 0; i < count; i++)
        {
            var bytes = next();
            try
            {
                if (Read(bytes) is not { } configMap)
                {
                    unread++;
                    continue;
                }

                if (Decide(source.SnapshotOf(configMap), null) is not Decision.Start start)
                    continue;
                started++;
                Assert.Null(IndependentTaskCheck.WhyNot(bytes, start.Spec.Script));
                // What the executor gets must be made of it without trouble too.
                Assert.NotNull(RunOrder.Of(start.Spec, Wish.Node, start.Run, start.Attempt));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}, input {i}: {Encoding.UTF8.GetString(bytes)}", e);
            }
        }

        output.WriteLine(
            $"{count} tasks (seed {seed}): {started} valid ones started, {unread} were no JSON of a ConfigMap, {count - started - unread} were rejected or ignored."
        );
        Assert.InRange(started, (int)(count * least), (int)(count * most));
    }

    private static ConfigMapTaskSource SourceOf() =>
        new(Wish.Task, new Reflector<V1ConfigMap>(new FakeEndpoint(), new ApiConnection(), TimeProvider.System, NullLogger.Instance));

    private static V1ConfigMap? Read(byte[] bytes)
    {
        try
        {
            return KubernetesJson.Deserialize<V1ConfigMap>(new MemoryStream(bytes));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Decision Decide(TaskSnapshot snapshot, SignatureCheck? signatures)
    {
        var view = View.Of(snapshot) with
        {
            Audience = "prod",
            Signature = signatures?.Check(snapshot.Document),
            NeedsSignature = signatures is not null,
        };
        // A grant for whatever it is, and the run before it under way: neither may make a difference to crash on.
        View.Decide(view with { Active = new RunId("0123456789ab") });
        return View.Decide(view with { Grant = (snapshot.Task as ParsedTask.Valid)?.Spec.Run.Value });
    }

    /// <summary>A good task with up to three keys set to something.</summary>
    private static JsonNode Edit(Random random)
    {
        var task = JsonNode.Parse(Good)!;
        for (var i = random.Next(4); i > 0; i--)
        {
            var member = random.Next(10) == 0 ? "binaryData" : "data";
            if (task[member] is not JsonObject values)
                task[member] = values = [];
            values[KeyOf(random)] =
                member == "data" ? random.Of(Mutation.Texts) : Convert.ToBase64String(Encoding.UTF8.GetBytes(random.Of(Mutation.Texts)));
        }

        if (random.Next(8) == 0)
            task["metadata"]!["annotations"]![WellKnown.CancelAnnotation] = random.Of(Mutation.Texts);
        return task;
    }

    private static string KeyOf(Random random) =>
        random.Next(10) switch
        {
            0 => random.Of(Mutation.Texts),
            1 => "env." + random.Of(Mutation.Texts),
            2 => "file." + random.Of(Mutation.Texts),
            3 => random.Of(["env.A", "file.a", "env.NODE_TASKER_RUN", "file.script", "file.output.log"]),
            _ => random.Of(KnownKeys.All).Name,
        };
}
