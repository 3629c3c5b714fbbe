using System.CommandLine;
using System.CommandLine.Completions;
using NodeTasker.Cli.Completing;
using NodeTasker.Cli.Connecting;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Commands;

/// <summary>The flags that every verb of a cluster has, kubectl's where kubectl has them. They may stand before the verb too.</summary>
internal sealed class GlobalOptions
{
    private readonly Option<string> _namespace = new("--namespace", "-n")
    {
        Description = "The namespace of the task",
        HelpName = "NAMESPACE",
        Recursive = true,
        DefaultValueFactory = _ => WellKnown.DefaultNamespace,
    };

    private readonly Option<string> _task = new("--task")
    {
        Description = "The name of the task",
        HelpName = "NAME",
        Recursive = true,
        DefaultValueFactory = _ => WellKnown.DefaultTask,
    };

    private readonly Option<string> _context = new("--context")
    {
        Description = "The kubeconfig's context to use",
        HelpName = "NAME",
        Recursive = true,
    };

    private readonly Option<string> _kubeconfig = new("--kubeconfig")
    {
        Description = "The kubeconfig to use",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary>Checks what can be checked without a cluster.</summary>
    public GlobalOptions()
    {
        _namespace.CompletionSources.Add(context => Candidates(context, ClusterCandidates.Namespaces));
        _context.CompletionSources.Add(context => Candidates(context, ClusterCandidates.Contexts));
        foreach (var name in new[] { _namespace, _task })
        {
            name.Validators.Add(result =>
            {
                if (result.Tokens is [{ Value: var value }] && !KubernetesName.IsSubdomain(value))
                    result.AddError($"{name.Name}: '{value}' is no name; expected lower-case letters, digits, '-' and '.'");
            });
        }
    }

    /// <summary>Candidates for shells, from the cluster that the command line names so far.</summary>
    public IEnumerable<string> Candidates(CompletionContext context, Func<ConnectionOptions, IEnumerable<string>> read) =>
        read(Of(context.ParseResult));

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_namespace, _task, _context, _kubeconfig];

    /// <summary>What was given.</summary>
    public ConnectionOptions Of(ParseResult parsed) =>
        new(
            ValueOf(parsed, _kubeconfig),
            ValueOf(parsed, _context),
            ValueOf(parsed, _namespace) ?? WellKnown.DefaultNamespace,
            ValueOf(parsed, _task) ?? WellKnown.DefaultTask
        );

    // A shell asks while an option still lacks its value.
    private static string? ValueOf(ParseResult parsed, Option<string> option) =>
        parsed.GetResult(option) is { Implicit: false, Tokens: [var token] } ? token.Value : null;
}
