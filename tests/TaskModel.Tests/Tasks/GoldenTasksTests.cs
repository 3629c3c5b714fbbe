using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace NodeTasker.TaskModel.Tests;

/// <summary>
/// Folders <c>Golden/CASE</c>: <c>task.yaml</c> in, <c>expected.txt</c> out. With <c>NODE_TASKER_UPDATE_GOLDEN=1</c> in the environment
/// the expected files are written anew, to be read in the diff, and the test fails.
/// </summary>
public sealed class GoldenTasksTests
{
    public static TheoryData<string> Cases() =>
        [.. Directory.EnumerateDirectories(Folder()).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_task_is_read_as_its_golden_file_says(string name)
    {
        var document = Read(Path.Combine(Folder(), name, "task.yaml"));

        var actual = Describe(TaskSpecParser.Parse(document));

        if (Environment.GetEnvironmentVariable("NODE_TASKER_UPDATE_GOLDEN") == "1")
        {
            var anew = Path.Combine(SourceFolder(), name, "expected.txt");
            File.WriteAllText(anew, actual);
            Assert.Fail($"{anew} was written anew");
        }

        Assert.Equal(File.ReadAllText(Path.Combine(Folder(), name, "expected.txt")), actual);
    }

    private static string Describe(ParsedTask task) =>
        task switch
        {
            ParsedTask.Empty => "Empty\n",
            ParsedTask.Bad bad => $"Rejected {bad.Run}\n{string.Concat(bad.Problems.Select(problem => $"{problem.Message}\n"))}",
            ParsedTask.Valid valid => Describe(valid.Spec),
            _ => throw new InvalidOperationException(),
        };

    private static string Describe(TaskSpec spec)
    {
        var text = new StringBuilder();
        Line("Valid", spec.Run);
        Line("script", spec.Script.ReplaceLineEndings("\\n"));
        Line("timeout", spec.Timeout is { } timeout ? Duration.Format(timeout) : "none");
        Line("gracePeriod", Duration.Format(spec.GracePeriod));
        Line("retries", spec.Retries);
        Line("retryDelay", Duration.Format(spec.RetryDelay));
        Line("nodeSelector", spec.NodeSelector);
        Line("nodes", spec.Nodes);
        Line("parallelism", spec.Parallelism);
        Line("waves", string.Join(',', spec.Waves));
        Line("soak", Duration.Format(spec.Soak));
        Line("maxFailures", spec.MaxFailures);
        Line("paused", spec.Paused);
        Line("newNodes", spec.NewNodes);
        Line("concurrencyPolicy", spec.ConcurrencyPolicy);
        Line("everyBoot", spec.EveryBoot);
        Line("onInterrupted", spec.OnInterrupted);
        Line("user", spec.User);
        Line("workingDir", spec.WorkingDir ?? "none");
        Line("milliCpu", spec.Limits.MilliCpu);
        Line("memoryBytes", spec.Limits.MemoryBytes);
        Line("pids", spec.Limits.Pids);
        Line("env", string.Join(' ', spec.Env.Order().Select(entry => $"{entry.Key}={entry.Value}")));
        Line(
            "files",
            string.Join(
                ' ',
                spec.Files.OrderBy(file => file.Key, StringComparer.Ordinal)
                    .Select(file => $"{file.Key}={Convert.ToHexStringLower(file.Value)}")
            )
        );
        Line("outputLimit", spec.OutputLimit);
        Line(
            "next run after 2026-11-22T10:04:05Z",
            spec.Schedule?.Next(new DateTimeOffset(2026, 11, 22, 10, 4, 5, TimeSpan.Zero)) is { } next ? Rfc3339.Format(next) : "none"
        );
        Line("nonce", spec.Nonce);
        Line("signature", spec.Signature);
        Line("notAfter", spec.NotAfter is { } notAfter ? Rfc3339.Format(notAfter) : "none");
        Line("audience", spec.Audience);
        Line("cancelled", spec.Cancelled);
        Line("gated", spec.IsGated);
        return text.ToString();

        void Line(string name, object? value) =>
            text.Append(string.Create(CultureInfo.InvariantCulture, $"{name} {value}").TrimEnd()).Append('\n');
    }

    private static TaskDocument Read(string path)
    {
        var yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).IgnoreUnmatchedProperties().Build();
        var map = yaml.Deserialize<ConfigMap>(File.ReadAllText(path));
        return new TaskDocument(
            map.Metadata.Name,
            map.Data,
            map.BinaryData.ToDictionary(entry => entry.Key, entry => Convert.FromBase64String(entry.Value)),
            map.Metadata.Annotations
        );
    }

    private static string Folder() => Path.Combine(AppContext.BaseDirectory, "Golden");

    private static string SourceFolder([CallerFilePath] string thisFile = "") => Path.Combine(Path.GetDirectoryName(thisFile)!, "Golden");

    public sealed class ConfigMap
    {
        public Metadata Metadata { get; set; } = new();

        public Dictionary<string, string> Data { get; set; } = [];

        public Dictionary<string, string> BinaryData { get; set; } = [];
    }

    public sealed class Metadata
    {
        public string Name { get; set; } = "";

        public Dictionary<string, string> Annotations { get; set; } = [];
    }
}
