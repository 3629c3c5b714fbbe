using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace NodeTasker.TaskModel.Tests;

public sealed class ResultCodecTests
{
    private const string LabelValue = @"\A(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?\z";
    private const string Subdomain = @"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z";

    private static readonly RunRecord Ended = new()
    {
        Task = "node-tasker",
        Node = "worker-1",
        Run = new RunId("0123456789ab"),
        Phase = RunPhase.Failed,
        Reason = FailureReason.Signaled,
        Message = "signal 15 ended it",
        ExitCode = 143,
        Signal = 15,
        Attempt = 1,
        StartTime = new DateTimeOffset(2026, 11, 22, 10, 4, 5, 123, TimeSpan.Zero),
        CompletionTime = new DateTimeOffset(2026, 11, 22, 12, 4, 6, TimeSpan.FromHours(2)),
        Duration = TimeSpan.FromMilliseconds(877),
        Output = "hello\n",
        OutputBytes = 6,
        LogPath = "/var/lib/node-tasker/runs/node-tasker/0123456789ab/1/output.log",
        SignedBy = "release",
    };

    [Fact]
    public void A_result_is_written_in_the_words_of_a_Job()
    {
        var document = ResultCodec.Encode(Ended);

        Assert.Equal("node-tasker-results-worker-1", document.Name);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["node"] = "worker-1",
                ["run"] = "0123456789ab",
                ["phase"] = "Failed",
                ["reason"] = "Signaled",
                ["message"] = "signal 15 ended it",
                ["exitCode"] = "143",
                ["signal"] = "15",
                ["attempt"] = "1",
                ["startTime"] = "2026-11-22T10:04:05.123Z",
                ["completionTime"] = "2026-11-22T10:04:06Z",
                ["duration"] = "877ms",
                ["output"] = "hello\n",
                ["outputBytes"] = "6",
                ["outputTruncated"] = "false",
                ["logPath"] = "/var/lib/node-tasker/runs/node-tasker/0123456789ab/1/output.log",
                ["signedBy"] = "release",
            },
            document.Data
        );
    }

    [Fact]
    public void A_result_can_be_selected_by_its_labels() =>
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["app.kubernetes.io/name"] = "node-tasker",
                ["app.kubernetes.io/component"] = "result",
                ["app.kubernetes.io/managed-by"] = "node-tasker-agent",
                ["node-tasker.io/task"] = "node-tasker",
                ["node-tasker.io/node"] = "worker-1",
                ["node-tasker.io/run"] = "0123456789ab",
                ["node-tasker.io/phase"] = "Failed",
            },
            ResultCodec.Encode(Ended).Labels
        );

    [Fact]
    public void What_a_summary_needs_is_in_the_annotations() =>
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["node-tasker.io/exit-code"] = "143",
                ["node-tasker.io/reason"] = "Signaled",
                ["node-tasker.io/start-time"] = "2026-11-22T10:04:05.123Z",
                ["node-tasker.io/completion-time"] = "2026-11-22T10:04:06Z",
                ["node-tasker.io/duration"] = "877ms",
                ["node-tasker.io/attempt"] = "1",
            },
            ResultCodec.Encode(Ended).Annotations
        );

    [Fact]
    public void What_is_not_known_is_left_out()
    {
        var document = ResultCodec.Encode(
            new RunRecord
            {
                Task = "t",
                Node = "n",
                Run = new RunId("r"),
                Phase = RunPhase.Rejected,
                Message = "why",
            }
        );

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["node"] = "n",
                ["run"] = "r",
                ["phase"] = "Rejected",
                ["message"] = "why",
            },
            document.Data
        );
        Assert.Empty(document.Annotations);
    }

    [Fact]
    public void A_result_reads_back_the_same() => ForEvery.Value(Record, record =>
        {
            var document = ResultCodec.Encode(record);

            Assert.True(ResultCodec.TryDecode(document.Data, document.Labels, out var back, out var error), error);

            Assert.Equal(record, back);
        });

    [Theory]
    [InlineData("node", null, "the key 'node' is missing")]
    [InlineData("run", null, "the key 'run' is missing")]
    [InlineData("phase", null, "the key 'phase' is missing")]
    [InlineData("phase", "failed", "the key 'phase' has the bad value 'failed'")]
    [InlineData("phase", "3", "the key 'phase' has the bad value '3'")]
    [InlineData("exitCode", "x", "the key 'exitCode' has the bad value 'x'")]
    [InlineData("startTime", "now", "the key 'startTime' has the bad value 'now'")]
    [InlineData("duration", "1", "the key 'duration' has the bad value '1'")]
    [InlineData("outputTruncated", "maybe", "the key 'outputTruncated' has the bad value 'maybe'")]
    public void A_result_that_somebody_spoilt_is_refused_with_the_key(string key, string? value, string expected)
    {
        var document = ResultCodec.Encode(Ended);
        var data = document.Data.ToDictionary();
        data.Remove(key);
        if (value is not null)
            data[key] = value;

        Assert.False(ResultCodec.TryDecode(data, document.Labels, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void A_result_without_its_task_label_is_refused()
    {
        Assert.False(ResultCodec.TryDecode(ResultCodec.Encode(Ended).Data, new Dictionary<string, string>(), out _, out var error));
        Assert.Equal("the label node-tasker.io/task is missing", error);
    }

    [Fact]
    public void Any_data_is_a_result_or_has_an_error() =>
        ForEvery.Value(
            Gen.Zip(
                    Gen.Elements(
                        "phase",
                        "exitCode",
                        "signal",
                        "attempt",
                        "startTime",
                        "completionTime",
                        "duration",
                        "outputBytes",
                        "outputTruncated"
                    ),
                    Gens.Text
                )
                .ListOf(),
            changes =>
            {
                var document = ResultCodec.Encode(Ended);
                var data = document.Data.ToDictionary();
                foreach (var (key, value) in changes)
                    data[key] = value;

                Assert.NotEqual(ResultCodec.TryDecode(data, document.Labels, out _, out var error), error.Length > 0);
            }
        );

    [Fact]
    public void An_over_long_name_is_cut_and_told_apart_by_a_hash()
    {
        var left = ResultCodec.NameOf("node-tasker", new string('n', 252) + "a");
        var right = ResultCodec.NameOf("node-tasker", new string('n', 252) + "b");

        Assert.Equal(253, left.Length);
        Assert.StartsWith("node-tasker-results-nnn", left, StringComparison.Ordinal);
        Assert.NotEqual(left, right);
    }

    [Fact]
    public void Names_and_labels_are_what_Kubernetes_allows() =>
        ForEvery.Value(Gen.Zip(Gen.OneOf(Gens.Text, Gens.DnsName, LongName), Gen.OneOf(Gens.Text, Gens.DnsName, LongName)), names =>
        {
            var document = ResultCodec.Encode(Ended with { Task = names.Item1, Node = names.Item2, Run = new RunId(names.Item1) });

            Assert.Matches(Subdomain, document.Name);
            Assert.InRange(document.Name.Length, 1, 253);
            Assert.All(document.Labels.Values, value => Assert.Matches(LabelValue, value));
            Assert.All(document.Labels.Values, value => Assert.InRange(value.Length, 0, 63));
        });

    [Fact]
    public void The_largest_result_is_within_what_a_ConfigMap_holds()
    {
        var output = OutputExcerpt.Of(new byte[OutputExcerpt.MaxLimit / 2], new byte[OutputExcerpt.MaxLimit / 2], 1L << 40).Text;
        var huge = Ended with { Output = output, Message = new string('€', 1_000_000) };

        var data = ResultCodec.Encode(huge).Data;

        Assert.Equal(output, data["output"]);
        Assert.True(data.Sum(entry => entry.Key.Length + Encoding.UTF8.GetByteCount(entry.Value)) < 600 * 1024);
    }

    [Fact]
    public void An_output_that_was_never_excerpted_is_cut_and_says_so()
    {
        var data = ResultCodec.Encode(Ended with { Output = string.Concat(Enumerable.Repeat("😀", 200_000)) }).Data;

        Assert.Equal(OutputExcerpt.MaxLimit, Encoding.UTF8.GetByteCount(data["output"]));
        Assert.Equal("true", data["outputTruncated"]);
    }

    private static Gen<string> LongName { get; } =
        from length in Gen.Choose(55, 260)
        from dot in Gen.Choose(1, 50)
        select string.Concat(Enumerable.Range(1, length).Select(at => at % dot == 0 && at < length ? '.' : 'x'))
            .Replace("..", ".x", StringComparison.Ordinal);

    private static Gen<string?> MaybeText { get; } =
        Gen.OneOf(Gen.Constant<string?>(null), Gens.Text.Select(text => (string?)text).Where(text => text!.Length < 10_000));

    private static Gen<DateTimeOffset?> MaybeTime { get; } =
        Gen.OneOf(
            Gen.Constant<DateTimeOffset?>(null),
            Gen.Choose(0, int.MaxValue)
                .Select(milliseconds => (DateTimeOffset?)DateTimeOffset.UnixEpoch.AddDays(20_000).AddMilliseconds(milliseconds))
        );

    private static Gen<RunRecord> Record { get; } =
        from task in Gens.DnsName
        from node in Gens.DnsName
        from phase in Gen.Elements(Enum.GetValues<RunPhase>())
        from reason in MaybeText
        from message in MaybeText
        from exitCode in Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(0, 255).Select(code => (int?)code))
        from signal in Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(1, 64).Select(number => (int?)number))
        from attempt in Gen.Choose(0, 3)
        from start in MaybeTime
        from completion in MaybeTime
        from duration in Gen.OneOf(
            Gen.Constant<TimeSpan?>(null),
            Gen.Choose(0, int.MaxValue).Select(milliseconds => (TimeSpan?)TimeSpan.FromMilliseconds(milliseconds))
        )
        from output in MaybeText
        from bytes in Gen.Choose(0, int.MaxValue)
        from isTruncated in Gen.Elements(true, false)
        select new RunRecord
        {
            Task = task,
            Node = node,
            Run = new RunId("0123456789ab"),
            Phase = phase,
            Reason = reason,
            Message = message,
            ExitCode = exitCode,
            Signal = signal,
            Attempt = attempt,
            StartTime = start,
            CompletionTime = completion,
            Duration = duration,
            Output = output,
            OutputBytes = attempt > 0 ? bytes : 0,
            OutputTruncated = attempt > 0 && isTruncated,
            LogPath = attempt > 0 ? "/log" : null,
        };
}
