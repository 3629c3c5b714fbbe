using NodeTasker.HostAgent.Tests.Fakes;

namespace NodeTasker.HostAgent.Tests;

/// <summary>The options that become parts of paths, addresses and labels.</summary>
public sealed class OptionInjectionTests
{
    private static readonly string[] NeverNames =
    [
        "..",
        ".",
        "a/b",
        "/etc",
        "../../etc/passwd",
        "a\nb",
        "a\rb",
        "a\tb",
        "a b",
        " a",
        "a ",
        "-rf",
        "--help",
        "a-",
        "-",
        "a\0b",
        "ä",
        "名",
        "💥",
        "a\u202eb",
        "\ud800",
        "$(id)",
        "`id`",
        "a;b",
        "a,b",
        "a=b",
        "a&b",
        "a?b",
        "a#b",
        "a%2fb",
        "a..b",
        ".a",
        "a.",
        "A",
        "a_b",
        "a:b",
        "a*",
        "\u001b[31m",
        "\ufeffa",
    ];

    public static TheoryData<string, string> EachName
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var name in NeverNames)
            {
                // A host's name may have capitals, which its Node has not.
                if (name != "A")
                    rows.Add("node-name", name);
                rows.Add("namespace", name);
                rows.Add("task", name);
            }

            return rows;
        }
    }

    [Theory, MemberData(nameof(EachName))]
    public void What_is_no_Kubernetes_name_is_refused_as_a_flag_and_as_a_variable(string option, string name)
    {
        var variable = "NODE_TASKER_" + option.ToUpperInvariant().Replace('-', '_');

        var byFlag = Problems([$"--{option}={name}", .. option == "node-name" ? Array.Empty<string>() : ["--node-name=n"]], []);
        var byVariable = Problems(option == "node-name" ? [] : ["--node-name=n"], new() { [variable] = name });

        Assert.Contains($"--{option} '{name}' is not a Kubernetes name", Assert.Single(byFlag), StringComparison.Ordinal);
        Assert.All(byVariable, problem => Assert.Contains($"--{option} '", problem, StringComparison.Ordinal));
        Assert.True(
            byVariable.Count > 0 || (option == "task" && name.Split(',').All(part => part.Trim().All(char.IsAsciiLetterLower))),
            "A bad name passed."
        );
    }

    [Theory]
    [InlineData("/a/../b")]
    [InlineData("../b")]
    [InlineData("-rf")]
    [InlineData("/a\nb")]
    [InlineData("/a b")]
    [InlineData("/a\0b")]
    [InlineData("/ä")]
    [InlineData("/a;b")]
    [InlineData("/$HOME")]
    [InlineData("/a'b")]
    public void A_state_folder_that_is_no_plain_path_is_refused(string path) =>
        Assert.StartsWith(
            $"--state-dir '{path}' is not an absolute path",
            Assert.Single(Problems([$"--state-dir={path}", $"--node-name={Wish.Node}"], [])),
            StringComparison.Ordinal
        );

    private static IReadOnlyList<string> Problems(string[] arguments, Dictionary<string, string> environment)
    {
        AgentOptionsParser.TryParse(arguments, environment.GetValueOrDefault, () => null, out _, out var problems);
        return problems;
    }
}
