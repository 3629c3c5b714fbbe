using System.CommandLine;
using NodeTasker.Cli.Connecting;

namespace NodeTasker.Cli.Commands;

/// <summary>What all verbs that work on a cluster have in common: they connect, and what goes wrong there is said in plain words.</summary>
internal static class ClusterVerb
{
    /// <summary>Gives <paramref name="command"/> its action.</summary>
    public static void SetAction(
        Command command,
        GlobalOptions globals,
        Func<ParseResult, ClusterAccess, CancellationToken, Task<int>> action
    ) =>
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(globals.Of(parsed), cluster => action(parsed, cluster, cancellationToken), cancellationToken)
        );

    /// <summary>Connects and works.</summary>
    public static async Task<int> RunAsync(
        ConnectionOptions options,
        Func<ClusterAccess, Task<int>> work,
        CancellationToken cancellationToken
    )
    {
        using var cluster = ClusterAccess.Connect(options);
        try
        {
            return await work(cluster);
        }
        catch (Exception e) when (ApiTrouble.IsOfApi(e) && !cancellationToken.IsCancellationRequested)
        {
            throw new CommandException(ExitCodes.Api, ApiTrouble.Describe(e, cluster));
        }
    }
}
