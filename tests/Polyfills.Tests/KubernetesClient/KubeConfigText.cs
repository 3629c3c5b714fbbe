namespace NodeTasker.Polyfills.Tests.KubernetesClient;

internal static class KubeConfigText
{
    public static string Of(string server, string user, string cluster = "insecure-skip-tls-verify: false") => $"""
        apiVersion: v1
        kind: Config
        current-context: main
        contexts:
        - name: main
          context: {"{"}cluster: c, user: u, namespace: tasks{"}"}
        clusters:
        - name: c
          cluster:
            server: {server}
            {cluster}
        users:
        - name: u
          user: {user}
        """;
}
