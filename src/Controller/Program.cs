using NodeTasker.Cluster;
using NodeTasker.Controller;
using NodeTasker.Controller.Hosting;
using NodeTasker.ServiceHosting;

const string Help = """
    node-tasker-controller: gates rollouts, sums the nodes' results up, and keeps the history of the runs. Of several replicas one leads.

    Each option is also an environment variable (--log-level is NODE_TASKER_LOG_LEVEL); a flag counts before it.

      --namespace NAME         of tasks and results (the pod's own, else node-tasker)
      --task NAME              a task ConfigMap; can be repeated (node-tasker)
      --kubeconfig FILE        how to reach the API (in-cluster when there is one)
      --listen ADDRESS:PORT    /healthz, /readyz and /metrics; empty is off (127.0.0.1:9809)
      --identity NAME          who this replica is, unlike any other (the host's name and a random part)
      --log-format FORMAT      text, json, systemd (text)
      --log-level LEVEL        trace, debug, information, warning, error, critical, none (information)
      --help, --version
    """;

return await new ServiceProgram("node-tasker-controller", Help, typeof(ControllerOptions).Assembly).RunAsync(
    args,
    arguments =>
        (
            ControllerOptionsParser.TryParse(
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
    ControllerHost.Build
);
