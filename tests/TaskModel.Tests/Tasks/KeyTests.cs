using System.Reflection;

namespace NodeTasker.TaskModel.Tests;

public sealed class KeyTests
{
    [Theory]
    [InlineData("timout", "timeout")]
    [InlineData("Timeout", "timeout")]
    [InlineData("TIMEOUT", "timeout")]
    [InlineData("timeuot", "timeout")]
    [InlineData("maxfailure", "maxFailures")]
    [InlineData("max-failures", "maxFailures")]
    [InlineData("timezone", "timeZone")]
    [InlineData("paralellism", "parallelism")]
    [InlineData("backoffLimit", "retries")]
    [InlineData("activeDeadlineSeconds", "timeout")]
    [InlineData("terminationGracePeriodSeconds", "gracePeriod")]
    [InlineData("suspend", "paused")]
    [InlineData("runAsUser", "user")]
    [InlineData("env", "env.NAME")]
    [InlineData("Env.PATH", "env.PATH")]
    [InlineData("environment.PATH", "env.PATH")]
    [InlineData("files.app.conf", "file.app.conf")]
    public void An_unknown_key_is_rejected_with_the_nearest_known_one(string key, string nearest) =>
        Assert.Equal($"unknown key '{key}'; did you mean '{nearest}'?", Tasks.OnlyProblem(Tasks.With((key, "x"))));

    [Theory]
    [InlineData("annotations", "unknown key 'annotations'; the known keys are in the task reference")]
    [InlineData("other.sh", "unknown key 'other.sh'; a file beside the script is 'file.other.sh'")]
    public void Where_nothing_is_near_nothing_is_suggested(string key, string expected) =>
        Assert.Equal(expected, Tasks.OnlyProblem(Tasks.With((key, "x"))));

    [Fact]
    public void An_unknown_key_in_binaryData_is_rejected_too()
    {
        var document = Tasks.With() with { BinaryData = new Dictionary<string, byte[]> { ["timout"] = [0] } };

        Assert.Equal("unknown key 'timout'; did you mean 'timeout'?", Tasks.OnlyProblem(document));
    }

    [Fact]
    public void Only_files_may_be_binary()
    {
        var binary = new Dictionary<string, byte[]>
        {
            ["file.a"] = [0, 255],
            ["env.A"] = [0],
            ["user"] = [0],
        };

        var problems = Tasks.Problems(Tasks.With() with { BinaryData = binary });

        Assert.Equal(
            [
                "key 'env.A' is in binaryData; only file.NAME may be binary, so put it into data",
                "key 'user' is in binaryData; only file.NAME may be binary, so put it into data",
            ],
            problems.Select(problem => problem.Message)
        );
    }

    [Fact]
    public void A_binary_file_arrives_byte_by_byte()
    {
        var document = Tasks.With() with { BinaryData = new Dictionary<string, byte[]> { ["file.a"] = [0, 255] } };

        Assert.Equal([0, 255], Tasks.Valid(document).Files["a"]);
    }

    [Fact]
    public void The_same_file_in_data_and_binaryData_is_rejected()
    {
        var document = Tasks.With(("file.a", "x")) with { BinaryData = new Dictionary<string, byte[]> { ["file.a"] = [0] } };

        Assert.Equal("key 'file.a' is in data and in binaryData; keep one", Tasks.OnlyProblem(document));
    }

    [Fact]
    public void A_file_name_has_at_most_255_characters()
    {
        Tasks.Valid(Tasks.With(($"file.{new string('a', 255)}", "")));

        Assert.EndsWith(
            "the name is longer than 255 characters",
            Tasks.OnlyProblem(Tasks.With(($"file.{new string('a', 256)}", ""))),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("maxFailures", "--max-failures")]
    [InlineData("timeout", "--timeout")]
    [InlineData("env.NAME", "--env")]
    [InlineData("outputLimit", "--output-limit")]
    public void Each_key_has_the_flag_of_the_same_name(string name, string flag) =>
        Assert.Equal(flag, Assert.Single(KnownKeys.All, key => key.Name == name).Flag);

    [Fact]
    public void Each_key_but_the_families_is_found_by_its_name_and_documented()
    {
        Assert.Equal(30, KnownKeys.All.Count);
        Assert.Equal(KnownKeys.All.Count, KnownKeys.All.Select(key => key.Flag).Distinct().Count());
        Assert.All(KnownKeys.All, key =>
        {
            Assert.True(KnownKeys.TryFind(key.Name, out var found));
            Assert.Equal(key, found);
            Assert.DoesNotContain("", new[] { key.Value, key.Default, key.Meaning });
        });
    }

    [Fact]
    public void Each_property_of_a_task_has_a_key()
    {
        string[] noKeys = ["Name", "Run", "Script", "Limits", "Cancelled", "Rerun", "IsGated", "EqualityContract"];
        string[] otherNames = ["task", "cpu", "memory", "pids", "timeZone"];

        var properties = typeof(TaskSpec)
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => property.Name)
            .Except(noKeys);

        var fromKeys = KnownKeys
            .All.Select(key => key.Name)
            .Except(otherNames)
            .Select(name =>
                name switch
                {
                    "env.NAME" => "Env",
                    "file.NAME" => "Files",
                    _ => char.ToUpperInvariant(name[0]) + name[1..],
                }
            );
        Assert.Equal(properties.Order(), fromKeys.Order());
    }
}
