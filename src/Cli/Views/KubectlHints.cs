using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Views;

/// <summary>What to try with kubectl on a demo that stays up.</summary>
internal static class KubectlHints
{
    /// <summary>The hints, each line with its end.</summary>
    public static string Render(string kubeconfig, string node) =>
        $$"""

            The cluster stays up until Ctrl-C. In another terminal:

              export KUBECONFIG={{ShellQuote(kubeconfig)}}
              kubectl get nodes
              kubectl get cm {{ObjectNames.Summary(WellKnown.DefaultTask)}} -o yaml
              kubectl get cm -l {{WellKnown.TaskLabel}}={{WellKnown.DefaultTask}}
              kubectl get cm {{ResultCodec.NameOf(WellKnown.DefaultTask, node)}} -o jsonpath='{.data.output}'
              kubectl create cm {{WellKnown.DefaultTask}} --from-file=task=SCRIPT --dry-run=client -o yaml | kubectl replace -f -

            """;

    private static string ShellQuote(string path) =>
        path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_')
            ? path
            : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
