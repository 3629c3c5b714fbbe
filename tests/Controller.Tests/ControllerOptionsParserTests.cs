using Microsoft.Extensions.Logging;
using NodeTasker.ServiceHosting;

namespace NodeTasker.Controller.Tests;

public sealed class ControllerOptionsParserTests
{
    [Fact]
    public void Without_options_everything_is_as_documented()
    {
        var options = Valid([]);

        Assert.Equal("node-tasker", options.Namespace);
        Assert.Equal(["node-tasker"], options.Tasks);
        Assert.Null(options.Kubeconfig);
        Assert.Equal("127.0.0.1:9809", options.Listen);
        Assert.Equal(LogFormat.Text, options.LogFormat);
        Assert.Equal(LogLevel.Information, options.LogLevel);
    }

    [Fact]
    public void Two_replicas_on_one_host_are_told_apart()
    {
        var identities = Enumerable.Range(0, 2).Select(_ => Valid([]).Identity).ToList();

        Assert.NotEqual(identities[0], identities[1]);
        Assert.All(identities, identity => Assert.StartsWith(Environment.MachineName + "-", identity, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("namespace", "ops", "Namespace", "ops")]
    [InlineData("kubeconfig", "/dev/null", "Kubeconfig", "/dev/null")]
    [InlineData("listen", "0.0.0.0:9809", "Listen", "0.0.0.0:9809")]
    [InlineData("listen", "", "Listen", "")]
    [InlineData("identity", "replica-1", "Identity", "replica-1")]
    [InlineData("log-format", "json", "LogFormat", "Json")]
    [InlineData("log-level", "debug", "LogLevel", "Debug")]
    public void Every_option_is_a_flag_and_an_environment_variable(string name, string value, string property, string expected)
    {
        var variable = "NODE_TASKER_" + name.ToUpperInvariant().Replace('-', '_');

        var options = new[] { Valid([$"--{name}", value]), Valid([$"--{name}={value}"]), Valid([], new() { [variable] = value }) };

        Assert.All(options, o => Assert.Equal(expected, typeof(ControllerOptions).GetProperty(property)!.GetValue(o)!.ToString()));
    }

    [Fact]
    public void Several_tasks_are_several_flags_or_one_variable_with_commas()
    {
        Assert.Equal(["a", "b"], Valid(["--task", "a", "--task=b", "--task", "a"]).Tasks);
        Assert.Equal(["a", "b"], Valid([], new() { ["NODE_TASKER_TASK"] = "a, b" }).Tasks);
        Assert.Equal(["c"], Valid(["--task", "c"], new() { ["NODE_TASKER_TASK"] = "a,b" }).Tasks);
    }

    [Fact]
    public void The_pods_own_namespace_counts_before_the_default_and_after_the_option()
    {
        Assert.Equal("pods", Valid([], podNamespace: "pods").Namespace);
        Assert.Equal("given", Valid(["--namespace", "given"], podNamespace: "pods").Namespace);
    }

    [Theory]
    [InlineData("--listen", "9809", "ADDRESS:PORT")]
    [InlineData("--listen", "127.0.0.1", "ADDRESS:PORT")]
    [InlineData("--task", "No_Name", "not a Kubernetes name")]
    [InlineData("--namespace", "-x", "not a Kubernetes name")]
    [InlineData("--kubeconfig", "/no/such/file", "no such file")]
    [InlineData("--log-level", "7", "not one of trace, debug")]
    [InlineData("--log-format", "xml", "not one of text, json, systemd")]
    public void A_bad_value_is_named_with_what_would_be_right(string flag, string value, string message)
    {
        var problem = Assert.Single(Problems([flag, value]));

        Assert.Contains(flag, problem, StringComparison.Ordinal);
        Assert.Contains(value, problem, StringComparison.Ordinal);
        Assert.Contains(message, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var problems = Problems(["run", "--lisen", "x", "--log-level", "loud", "--identity", "a", "--identity", "b", "--task"]);

        Assert.Equal(5, problems.Count);
        Assert.Contains(problems, problem => problem.StartsWith("unknown option --lisen; known are --namespace", StringComparison.Ordinal));
    }

    private static ControllerOptions Valid(string[] arguments, Dictionary<string, string>? environment = null, string? podNamespace = null)
    {
        Assert.True(
            ControllerOptionsParser.TryParse(
                arguments,
                (environment ?? []).GetValueOrDefault,
                () => podNamespace,
                out var options,
                out var problems
            ),
            string.Join("\n", problems)
        );
        return options;
    }

    private static IReadOnlyList<string> Problems(string[] arguments)
    {
        Assert.False(ControllerOptionsParser.TryParse(arguments, _ => null, () => null, out var options, out var problems));
        Assert.Null(options);
        return problems;
    }
}
