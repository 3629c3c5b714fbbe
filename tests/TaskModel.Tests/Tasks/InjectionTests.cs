namespace NodeTasker.TaskModel.Tests;

/// <summary>What would be a path, an option, a line or a command where a name belongs.</summary>
public sealed class InjectionTests
{
    // What no name of a variable, a file or a user is.
    private static readonly string[] NeverNames =
    [
        "..",
        ".",
        "a/b",
        "/etc/passwd",
        "../../etc/passwd",
        "a\nb",
        "a\rb",
        "a\tb",
        "a b",
        " a",
        "-rf",
        "--help",
        "-",
        "a\0b",
        "\0",
        "ä",
        "名",
        "💥",
        "a\u202eb",
        "a\u200bb",
        "\ud800",
        "$(id)",
        "`id`",
        "a;b",
        "a|b",
        "a&b",
        "a>b",
        "a'b",
        "a\"b",
        "a\\b",
        "a*b",
        "a?b",
        "a=b",
        "a:b",
        "~",
        "~root",
        "%s",
        "{{.}}",
        "\u001b[31m",
        "\u007f",
        "\ufeffa",
        "a\u2028b",
    ];

    public static TheoryData<string, string> EachName
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var name in NeverNames)
            {
                rows.Add($"env.{name}", "x");
                rows.Add($"file.{name}", "x");
                // CORP\bob is a name of a directory's.
                if (name != "a\\b")
                    rows.Add("user", name);
                rows.Add("workingDir", name.StartsWith('/') ? $"/..{name}" : name);
            }

            return rows;
        }
    }

    [Theory, MemberData(nameof(EachName))]
    public void What_is_no_name_is_refused_with_one_clear_line(string key, string value)
    {
        var problem = Assert.Single(Tasks.Problems(Tasks.With((key, value))));

        Assert.Equal(key, problem.Key);
        Assert.StartsWith("key '", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(problem.Message, char.IsControl);
        Assert.DoesNotContain(problem.Message, character => character is '\u202e' or '\u200b' or '\u2028' || char.IsSurrogate(character));
    }

    [Theory]
    [InlineData("/..", "it contains '..'")]
    [InlineData("/a/..", "it contains '..'")]
    [InlineData("/../etc", "it contains '..'")]
    [InlineData("/a//../b", "it contains '..'")]
    [InlineData("/a\0b", "it contains a control character")]
    [InlineData("/a\nb", "it contains a control character")]
    [InlineData("/a\u001b[2J", "it contains a control character")]
    [InlineData("/a\u0085b", "it contains a control character")]
    [InlineData("/tmp\u202e/gpj", "it contains an invisible character, or half of one")]
    [InlineData("/t\u200bmp", "it contains an invisible character, or half of one")]
    [InlineData("/t\u2028mp", "it contains an invisible character, or half of one")]
    public void A_workingDir_that_leads_or_looks_elsewhere_is_refused(string path, string error) =>
        Assert.Contains(error, Tasks.OnlyProblem(Tasks.With(("workingDir", path))), StringComparison.Ordinal);

    [Theory]
    [InlineData("/srv/grüße/名")]
    [InlineData("/-rf")]
    [InlineData("/a b/$(id)/'\"")]
    public void A_workingDir_that_is_just_odd_is_taken_as_it_is(string path) =>
        Assert.Equal(path, Tasks.Valid(Tasks.With(("workingDir", path))).WorkingDir);

    [Theory]
    [InlineData("LD_PRELOAD\n=x")]
    [InlineData("A=B")]
    [InlineData("BASH_FUNC_ls%%")]
    [InlineData("NODE_TASKER_RUN")]
    public void A_variable_that_would_be_two_or_the_agents_own_is_refused(string name) =>
        Assert.StartsWith("key 'env.", Tasks.OnlyProblem(Tasks.With(($"env.{name}", "x"))), StringComparison.Ordinal);

    // No attribute can hold half of a surrogate pair.
    [Fact]
    public void A_value_that_no_environment_can_hold_is_refused()
    {
        Assert.Contains("its value contains a NUL", Tasks.OnlyProblem(Tasks.With(("env.A", "a\0b"))), StringComparison.Ordinal);
        Assert.Contains(
            "its value contains half of a character",
            Tasks.OnlyProblem(Tasks.With(("env.A", "a\ud800b"))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Half_of_a_character_is_no_part_of_a_path() =>
        Assert.Contains(
            "an invisible character, or half of one",
            Tasks.OnlyProblem(Tasks.With(("workingDir", "/t\ud800mp"))),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("script")]
    [InlineData("output.log")]
    public void A_binary_file_in_the_place_of_the_agents_own_is_refused(string name)
    {
        var document = Tasks.With() with { BinaryData = new Dictionary<string, byte[]> { [$"file.{name}"] = [1] } };

        Assert.Contains("is a file of the agent's own", Tasks.OnlyProblem(document), StringComparison.Ordinal);
    }
}
