using NodeTasker.Cli.Demo;

namespace NodeTasker.Cli.Tests.Demo;

public sealed class ArgumentsTests
{
    [Fact]
    public void An_agent_gets_its_node_its_state_and_nothing_of_the_machines() =>
        Assert.Equal(
            [
                "--node-name",
                "demo-1",
                "--namespace",
                "node-tasker",
                "--kubeconfig",
                "/t/kubeconfig",
                "--state-dir",
                "/t/nodes/demo-1",
                "--host-pid",
                "4711",
                "--launcher",
                "process",
                "--listen",
                "",
            ],
            AgentProcess.Arguments("demo-1", 4711, "/t/kubeconfig", "/t/nodes/demo-1")
        );

    [Fact]
    public void A_controller_gets_the_cluster_and_listens_nowhere() =>
        Assert.Equal(
            ["--namespace", "node-tasker", "--kubeconfig", "/t/kubeconfig", "--identity", "demo", "--listen", ""],
            ControllerProcess.Arguments("/t/kubeconfig")
        );

    [Fact]
    public void A_node_has_namespaces_of_its_own_but_the_machines_network()
    {
        var arguments = NodeHost.Arguments("demo-1");

        Assert.Equal(
            ["unshare", "--mount", "--uts", "--ipc", "--cgroup", "--pid", "--fork", "--kill-child", "sh", "-c"],
            arguments.Take(10)
        );
        Assert.Equal(["init-of-demo-1", "demo-1"], arguments.TakeLast(2));
        Assert.DoesNotContain("--net", arguments);
    }

    [Fact]
    public void A_missing_agent_is_said_with_its_path_and_what_to_do()
    {
        var refusal = Assert.Throws<CommandException>(() => AgentProcess.FindExecutable("/nowhere"));

        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        Assert.Equal(
            "/nowhere/node-tasker-agent is missing; `demo` starts real agents, so put node-tasker-agent beside node-tasker",
            refusal.Message
        );
    }

    [Fact]
    public void A_missing_controller_is_said_with_its_path_and_what_to_do()
    {
        var refusal = Assert.Throws<CommandException>(() => ControllerProcess.FindExecutable("/nowhere"));

        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        Assert.Equal(
            "/nowhere/node-tasker-controller is missing; `demo` starts a real controller, so put node-tasker-controller beside node-tasker",
            refusal.Message
        );
    }
}
