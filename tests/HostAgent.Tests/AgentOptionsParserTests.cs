using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using NodeTasker.ServiceHosting;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests;

public sealed class AgentOptionsParserTests
{
    [Fact]
    public void Without_more_than_a_node_name_everything_is_as_documented()
    {
        var options = Valid(["--node-name", "worker-1"]);

        Assert.Equal("worker-1", options.NodeName);
        Assert.Equal("node-tasker", options.Namespace);
        Assert.Equal(["node-tasker"], options.Tasks);
        Assert.Equal("/var/lib/node-tasker", options.StateDir);
        Assert.Null(options.Kubeconfig);
        Assert.Equal(1, options.HostPid);
        Assert.Equal(LauncherKind.Auto, options.Launcher);
        Assert.Equal("127.0.0.1:9808", options.Listen);
        Assert.Null(options.Audience);
        Assert.Equal(LogFormat.Text, options.LogFormat);
        Assert.Equal(LogLevel.Information, options.LogLevel);
    }

    [Theory]
    [InlineData("node-name", "worker-2", "NodeName", "worker-2")]
    [InlineData("node-name", "iZgw833e4trj6kafv0zpxxZ", "NodeName", "izgw833e4trj6kafv0zpxxz")]
    [InlineData("node-name", "ip-10-0-0-1.eu-west-1.compute.internal", "NodeName", "ip-10-0-0-1.eu-west-1.compute.internal")]
    [InlineData("namespace", "ops", "Namespace", "ops")]
    [InlineData("state-dir", "/srv/state", "StateDir", "/srv/state")]
    [InlineData("state-dir", "/srv/state/", "StateDir", "/srv/state")]
    [InlineData("state-dir", "/", "StateDir", "/")]
    [InlineData("state-dir", "//", "StateDir", "/")]
    [InlineData("kubeconfig", "/dev/null", "Kubeconfig", "/dev/null")]
    [InlineData("host-pid", "0", "HostPid", "0")]
    [InlineData("host-pid", "4711", "HostPid", "4711")]
    [InlineData("launcher", "auto", "Launcher", "Auto")]
    [InlineData("launcher", "process", "Launcher", "Process")]
    [InlineData("listen", "0.0.0.0:1", "Listen", "0.0.0.0:1")]
    [InlineData("listen", "[::1]:9808", "Listen", "[::1]:9808")]
    [InlineData("listen", "127.0.0.1:0", "Listen", "127.0.0.1:0")]
    [InlineData("listen", "", "Listen", "")]
    [InlineData("audience", "prod", "Audience", "prod")]
    [InlineData("log-format", "json", "LogFormat", "Json")]
    [InlineData("log-format", "systemd", "LogFormat", "Systemd")]
    [InlineData("log-format", "TEXT", "LogFormat", "Text")]
    [InlineData("log-level", "debug", "LogLevel", "Debug")]
    [InlineData("log-level", "Warning", "LogLevel", "Warning")]
    public void Every_option_is_a_flag_with_a_blank_or_an_equals_sign_and_an_environment_variable(
        string name,
        string value,
        string property,
        string expected
    )
    {
        var node = name == "node-name" ? Array.Empty<string>() : ["--node-name", "worker-1"];
        var variable = "NODE_TASKER_" + name.ToUpperInvariant().Replace('-', '_');

        var options = new[]
        {
            Valid([.. node, $"--{name}", value]),
            Valid([.. node, $"--{name}={value}"]),
            Valid(node, new() { [variable] = value }),
        };

        Assert.All(options, o => Assert.Equal(expected, typeof(AgentOptions).GetProperty(property)!.GetValue(o)!.ToString()));
    }

    [Fact]
    public void A_flag_counts_before_the_environment_and_the_environment_before_the_default()
    {
        var environment = new Dictionary<string, string>
        {
            ["NODE_TASKER_NODE_NAME"] = "from-environment",
            ["NODE_TASKER_LOG_LEVEL"] = "error",
        };

        var options = Valid(["--node-name", "from-flag"], environment, podNamespace: "pods-own");

        Assert.Equal("from-flag", options.NodeName);
        Assert.Equal(LogLevel.Error, options.LogLevel);
        Assert.Equal("pods-own", options.Namespace);
    }

    [Fact]
    public void The_namespace_that_is_given_counts_before_the_pods_own() =>
        Assert.Equal("given", Valid(["--node-name=n", "--namespace=given"], podNamespace: "pods-own").Namespace);

    [Theory]
    [InlineData("NODE_TASKER_NAMESPACE")]
    [InlineData("NODE_TASKER_STATE_DIR")]
    [InlineData("NODE_TASKER_KUBECONFIG")]
    [InlineData("NODE_TASKER_HOST_PID")]
    [InlineData("NODE_TASKER_LAUNCHER")]
    [InlineData("NODE_TASKER_TASK")]
    [InlineData("NODE_TASKER_AUDIENCE")]
    [InlineData("NODE_TASKER_TRUSTED_KEYS")]
    [InlineData("NODE_TASKER_LOG_FORMAT")]
    [InlineData("NODE_TASKER_LOG_LEVEL")]
    public void An_empty_variable_is_as_one_that_is_not_set(string variable)
    {
        var options = Valid(["--node-name", "worker-1"], new() { [variable] = "" });

        Assert.Equal(Valid(["--node-name", "worker-1"]) with { Tasks = options.Tasks }, options);
        Assert.Equal(["node-tasker"], options.Tasks);
    }

    [Fact]
    public void Several_tasks_are_several_flags_or_a_list_in_the_environment_each_once()
    {
        var byFlag = Valid(["--node-name=n", "--task", "a", "--task=b", "--task", "a"]);
        var byEnvironment = Valid(["--node-name=n"], new() { ["NODE_TASKER_TASK"] = "a, b,a" });

        Assert.Equal(["a", "b"], byFlag.Tasks);
        Assert.Equal(["a", "b"], byEnvironment.Tasks);
    }

    [Theory]
    [InlineData("--node-name (NODE_TASKER_NODE_NAME) is required.")]
    [InlineData("--node-name (NODE_TASKER_NODE_NAME) is required.", "--node-name=")]
    [InlineData(
        "--node-name 'wor_ker' is not a Kubernetes name: lower case letters, digits, '-' and '.', at most 253.",
        "--node-name=wor_ker"
    )]
    [InlineData("--node-name 'a..b' is not a Kubernetes name: lower case letters, digits, '-' and '.', at most 253.", "--node-name=a..b")]
    [InlineData("--node-name '-a' is not a Kubernetes name: lower case letters, digits, '-' and '.', at most 253.", "--node-name=-a")]
    [InlineData("--node-name 'ä' is not a Kubernetes name: lower case letters, digits, '-' and '.', at most 253.", "--node-name=ä")]
    [InlineData("--node-name 'a/b' is not a Kubernetes name: lower case letters, digits, '-' and '.', at most 253.", "--node-name=a/b")]
    [InlineData(
        "--namespace 'a b' is not a Kubernetes name: lower case letters, digits, '-' and '.', at most 253.",
        "--node-name=n",
        "--namespace=a b"
    )]
    [InlineData(
        "--task 'a,b' is not a Kubernetes name: lower case letters, digits, '-' and '.', at most 253.",
        "--node-name=n",
        "--task=a,b"
    )]
    [InlineData(
        "--task '../x' is not a Kubernetes name: lower case letters, digits, '-' and '.', at most 253.",
        "--node-name=n",
        "--task=../x"
    )]
    [InlineData("--task (NODE_TASKER_TASK) is required.", "--node-name=n", "--task=")]
    [InlineData(
        "--state-dir 'state' is not an absolute path of letters, digits, '.', '_', '-' and '/', without '..'.",
        "--node-name=n",
        "--state-dir=state"
    )]
    [InlineData(
        "--state-dir '/a/../b' is not an absolute path of letters, digits, '.', '_', '-' and '/', without '..'.",
        "--node-name=n",
        "--state-dir=/a/../b"
    )]
    [InlineData(
        "--state-dir '/a\nb' is not an absolute path of letters, digits, '.', '_', '-' and '/', without '..'.",
        "--node-name=n",
        "--state-dir=/a\nb"
    )]
    [InlineData("--kubeconfig '/no/such': there is no such file.", "--node-name=n", "--kubeconfig=/no/such")]
    [InlineData("--host-pid '-1' is not a whole number from 0 on.", "--node-name=n", "--host-pid=-1")]
    [InlineData("--host-pid '1.5' is not a whole number from 0 on.", "--node-name=n", "--host-pid=1.5")]
    [InlineData("--host-pid '99999999999' is not a whole number from 0 on.", "--node-name=n", "--host-pid=99999999999")]
    [InlineData("--max-log-size '1Ki' is not a Kubernetes quantity from 1Mi on, as 100Mi.", "--node-name=n", "--max-log-size=1Ki")]
    [InlineData("--launcher 'docker' is not one of auto, systemd, cgroup, process.", "--node-name=n", "--launcher=docker")]
    [InlineData("--launcher '1' is not one of auto, systemd, cgroup, process.", "--node-name=n", "--launcher=1")]
    [InlineData("--launcher 'auto,process' is not one of auto, systemd, cgroup, process.", "--node-name=n", "--launcher=auto,process")]
    [InlineData("--launcher '+1' is not one of auto, systemd, cgroup, process.", "--node-name=n", "--launcher=+1")]
    [InlineData("--listen '9808' is not ADDRESS:PORT, as 127.0.0.1:9808 (empty switches it off).", "--node-name=n", "--listen=9808")]
    [InlineData(
        "--listen '127.0.0.1' is not ADDRESS:PORT, as 127.0.0.1:9808 (empty switches it off).",
        "--node-name=n",
        "--listen=127.0.0.1"
    )]
    [InlineData("--listen '::1' is not ADDRESS:PORT, as 127.0.0.1:9808 (empty switches it off).", "--node-name=n", "--listen=::1")]
    [InlineData("--listen '[::1]' is not ADDRESS:PORT, as 127.0.0.1:9808 (empty switches it off).", "--node-name=n", "--listen=[::1]")]
    [InlineData(
        "--listen 'localhost:1' is not ADDRESS:PORT, as 127.0.0.1:9808 (empty switches it off).",
        "--node-name=n",
        "--listen=localhost:1"
    )]
    [InlineData(
        "--listen '127.0.0.1:70000' is not ADDRESS:PORT, as 127.0.0.1:9808 (empty switches it off).",
        "--node-name=n",
        "--listen=127.0.0.1:70000"
    )]
    [InlineData("--log-format 'xml' is not one of text, json, systemd.", "--node-name=n", "--log-format=xml")]
    [InlineData(
        "--log-level 'loud' is not one of trace, debug, information, warning, error, critical, none.",
        "--node-name=n",
        "--log-level=loud"
    )]
    [InlineData("--node-name is given 2 times; once is right.", "--node-name=n", "--node-name=m")]
    [InlineData("--log-level needs a value.", "--node-name=n", "--log-level")]
    [InlineData("'worker-1' is not an option; options start with --.", "--node-name=n", "worker-1")]
    public void A_bad_option_is_named_with_its_value_and_what_would_be_right(string problem, params string[] arguments) =>
        Assert.Equal([problem], Problems(arguments));

    [Theory]
    [InlineData("--stat-dir", "/x")]
    [InlineData("--stat-dir=/x")]
    public void An_unknown_option_is_reported_once_with_those_that_are_known(params string[] arguments)
    {
        var problem = Assert.Single(Problems(["--node-name=n", .. arguments]));

        Assert.StartsWith("unknown option --stat-dir; known are --node-name, ", problem, StringComparison.Ordinal);
        Assert.EndsWith(", --log-level.", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_more_than_253_characters_is_refused()
    {
        var longest = new string('a', 253);

        Assert.Equal(longest, Valid(["--node-name", longest]).NodeName);
        Assert.Single(Problems(["--node-name", longest + "a"]));
    }

    [Fact]
    public void A_folder_of_trusted_keys_is_read_at_the_start()
    {
        using var folder = new TempDir();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        folder.Write("release.pem", key.ExportSubjectPublicKeyInfoPem());

        Assert.Equal(folder.Path, Valid(["--node-name=n", "--trusted-keys", folder.Path]).TrustedKeys);
        Assert.Equal(folder.Path, Valid(["--node-name=n"], new() { ["NODE_TASKER_TRUSTED_KEYS"] = folder.Path }).TrustedKeys);

        folder.Write("bad.pem", "x");
        folder.Write("worse.pem", "");
        var problems = Problems(["--node-name=n", "--trusted-keys", folder.Path]);
        Assert.Equal(2, problems.Count);
        Assert.All(problems, problem => Assert.StartsWith($"--trusted-keys {folder.Path}: '", problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_of_trusted_keys_without_keys_is_an_error()
    {
        using var folder = new TempDir();

        Assert.Equal(
            [$"--trusted-keys {folder.Path}: there is no key in it. Put public keys there, PEM files of ECDSA P-256."],
            Problems(["--node-name=n", "--trusted-keys", folder.Path])
        );
        Assert.StartsWith(
            "--trusted-keys /no/such: it cannot be read as a folder of keys: ",
            Assert.Single(Problems(["--node-name=n", "--trusted-keys=/no/such"])),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_empty_flag_does_not_switch_the_check_of_signatures_off_in_silence() =>
        Assert.Equal(
            ["--trusted-keys is empty; name a folder of public keys, or leave the option out to run unsigned tasks."],
            Problems(["--node-name=n", "--trusted-keys="])
        );

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var problems = Problems([
            "--launcher=docker",
            "--bogus",
            "x",
            "--host-pid=x",
            "--log-format=xml",
            "--listen=x",
            "--state-dir=x",
            "--task=X",
            "--log-level",
        ]);

        Assert.Equal(9, problems.Count);
        Assert.All(
            ["--bogus", "--log-level", "--node-name", "--task", "--state-dir", "--host-pid", "--launcher", "--listen", "--log-format"],
            option =>
                Assert.Single(problems, p =>
                    p.Contains(option + " ", StringComparison.Ordinal) || p.Contains(option + ";", StringComparison.Ordinal)
                )
        );
    }

    private static AgentOptions Valid(string[] arguments, Dictionary<string, string>? environment = null, string? podNamespace = null)
    {
        var parsed = AgentOptionsParser.TryParse(
            arguments,
            name => environment?.GetValueOrDefault(name),
            () => podNamespace,
            out var options,
            out var problems
        );

        Assert.True(parsed, string.Join('\n', problems));
        Assert.Empty(problems);
        return options!;
    }

    private static IReadOnlyList<string> Problems(string[] arguments)
    {
        Assert.False(AgentOptionsParser.TryParse(arguments, _ => null, () => null, out var options, out var problems));
        Assert.Null(options);
        return problems;
    }
}
