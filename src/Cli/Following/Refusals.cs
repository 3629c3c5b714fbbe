using System.Runtime.CompilerServices;
using k8s.Autorest;
using NodeTasker.Cli.Connecting;

namespace NodeTasker.Cli.Following;

/// <summary>Ends what the API refuses: an agent waits for a right that it lacks, an operator wants to know of it.</summary>
internal static class Refusals
{
    /// <summary>The call's answer.</summary>
    /// <exception cref="CommandException">It is refused.</exception>
    public static async Task<T> OrRefusalAsync<T>(this Task<T> call, ClusterAccess cluster)
    {
        try
        {
            return await call;
        }
        catch (HttpOperationException e) when (ApiTrouble.IsRefusal(e))
        {
            throw new CommandException(ExitCodes.Api, ApiTrouble.Describe(e, cluster));
        }
    }

    /// <summary>The watch's events.</summary>
    /// <exception cref="CommandException">It is refused.</exception>
    public static async IAsyncEnumerable<T> OrRefusalAsync<T>(
        this IAsyncEnumerable<T> events,
        ClusterAccess cluster,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var each = events.GetAsyncEnumerator(cancellationToken);
        while (await each.MoveNextAsync().AsTask().OrRefusalAsync(cluster))
            yield return each.Current;
    }
}
