using System.Reflection;

namespace NodeTasker.Controller.Hosting;

/// <summary>What <c>--help</c> and <c>--version</c> print.</summary>
internal static class ControllerHelp
{
    public const string Text = """
        node-tasker-controller: gates rollouts, sums the nodes' results up, and keeps the history of the runs. Of several replicas one is active.

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

    public static string Version => typeof(ControllerHelp).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
