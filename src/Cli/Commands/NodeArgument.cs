using System.CommandLine;
using NodeTasker.Cli.Completing;

namespace NodeTasker.Cli.Commands;

/// <summary>Arguments that name nodes; shells complete them from the cluster.</summary>
internal static class NodeArgument
{
    /// <summary>Any number of names and globs.</summary>
    public static Argument<string[]> Many(GlobalOptions globals, string description)
    {
        var argument = new Argument<string[]>("NODE") { Description = description, Arity = ArgumentArity.ZeroOrMore };
        argument.CompletionSources.Add(context => globals.Candidates(context, ClusterCandidates.Nodes));
        return argument;
    }

    /// <summary>One name.</summary>
    public static Argument<string> One(GlobalOptions globals, string description)
    {
        var argument = new Argument<string>("NODE") { Description = description };
        argument.CompletionSources.Add(context => globals.Candidates(context, ClusterCandidates.Nodes));
        return argument;
    }
}
