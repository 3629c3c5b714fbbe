using System.Runtime.CompilerServices;
using k8s;
using k8s.Autorest;
using k8s.Models;
using NodeTasker.Cli.Connecting;
using NodeTasker.Watching;

namespace NodeTasker.Cli.Following;

/// <summary>As <see cref="StrictEndpoint{TFact}"/>, for one object.</summary>
internal sealed class StrictObjectEndpoint<T>(IObjectEndpoint<T> inner, Cluster cluster) : IObjectEndpoint<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc/>
    public string Description => inner.Description;

    /// <inheritdoc/>
    public async Task<(T? Item, string ResourceVersion)> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await inner.ListAsync(cancellationToken);
        }
        catch (HttpOperationException e) when (ApiTrouble.IsRefusal(e))
        {
            throw new CommandException(ExitCodes.Api, ApiTrouble.Describe(e, cluster));
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<(WatchEventType Type, T Item)> WatchAsync(string resourceVersion, Action<Exception> onError, [EnumeratorCancellation] CancellationToken cancellationToken)
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
