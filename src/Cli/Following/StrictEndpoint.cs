using System.Runtime.CompilerServices;
using k8s;
using k8s.Autorest;
using NodeTasker.Cli.Connecting;
using NodeTasker.Watching;

namespace NodeTasker.Cli.Following;

/// <summary>An endpoint whose refusals end the watch: an agent waits for a right that it lacks, an operator wants to know of it.</summary>
internal sealed class StrictEndpoint<TFact>(ICollectionEndpoint<TFact> inner, Cluster cluster) : ICollectionEndpoint<TFact>
{
    /// <inheritdoc/>
    public string Description => inner.Description;

    /// <inheritdoc/>
    public async Task<CollectionPage<TFact>> ListAsync(string? continueToken, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.ListAsync(continueToken, cancellationToken);
        }
        catch (HttpOperationException e) when (ApiTrouble.IsRefusal(e))
        {
            throw new CommandException(ExitCodes.Api, ApiTrouble.Describe(e, cluster));
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<(WatchEventType Type, CollectionItem<TFact> Item)> WatchAsync(
        string resourceVersion, Action<Exception> onError, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var changes = inner.WatchAsync(resourceVersion, onError, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await changes.MoveNextAsync()) yield break;
            }
            catch (HttpOperationException e) when (ApiTrouble.IsRefusal(e))
            {
                throw new CommandException(ExitCodes.Api, ApiTrouble.Describe(e, cluster));
            }

            yield return changes.Current;
        }
    }
}
