using NodeTasker.Cluster;
using NodeTasker.HostAgent;
using NodeTasker.HostAgent.Hosting;
using NodeTasker.ServiceHosting;

const string Help = """
    node-tasker-agent: runs the script of a task ConfigMap once on this node, in the host's namespaces, and writes the result back.

    Each option is also an environment variable (--state-dir is NODE_TASKER_STATE_DIR); a flag counts before it.

      --node-name NAME         the Node this agent is (required)
      --namespace NAME         of tasks and results (the pod's own, else node-tasker)
      --task NAME              a task ConfigMap; can be repeated (node-tasker)
      --state-dir PATH         journal and runs; the same path here and on the host (/var/lib/node-tasker)
      --kubeconfig FILE        how to reach the API (in-cluster when there is one)
      --host-pid PID           the process whose namespaces scripts run in; 0 enters none (1)
      --launcher KIND          what supervises runs: auto, systemd, cgroup, process (auto: the first that works)
      --listen ADDRESS:PORT    /healthz, /readyz and /metrics; empty is off (127.0.0.1:9808)
      --max-log-size QUANTITY  what of one run's output stays on disk, head and tail (100Mi)
      --trusted-keys DIR       run only tasks signed by one of the public keys in it (unsigned tasks run)
      --audience TEXT          what a task's audience must be, if it has one
      --log-format FORMAT      text, json, systemd (text)
      --log-level LEVEL        trace, debug, information, warning, error, critical, none (information)
      --help, --version
    """;

return await new ServiceProgram("node-tasker-agent", Help, typeof(AgentOptions).Assembly).RunAsync(
    args,
    arguments =>
        (
            AgentOptionsParser.TryParse(
                arguments,
                Environment.GetEnvironmentVariable,
                ClientConfiguration.ReadPodNamespace,
                out var options,
                out var problems
            )
                ? options
                : null,
            problems
        ),
    AgentHost.Build
);
