using NodeTasker.Cluster;

namespace NodeTasker.Controller.Storing;

/// <summary>Notices when somebody else changes or deletes what the controller alone writes, so that it is written again: one watch for all such objects of a task.</summary>
/// <param name="watch">Their versions.</param>
/// <param name="stores">Those that are told of them.</param>
/// <param name="look">Has them compared with what they should be.</param>
/// <param name="time">For the pause.</param>
internal sealed class OwnObjectsWatch(Reflector<string> watch, IReadOnlyList<OwnConfigMap> stores, Action look, TimeProvider time)
{
    // Whoever insists on something else must not set off a quarrel as fast as the API server can take it.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private readonly ChangeSignal _disturbed = new();

    /// <summary>Follows the watch until cancelled.</summary>
    public IReadOnlyList<Task> Run(CancellationToken cancellationToken)
    {
        foreach (var store in stores)
            store.Disturbed += _disturbed.Set;
        return [FollowAsync(cancellationToken), LookAsync(cancellationToken)];
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await foreach (var change in watch.ReadAsync(cancellationToken))
        {
            foreach (var store in stores)
            {
                if (change is Change<string>.Listed listed)
                    store.Saw(listed.Items.GetValueOrDefault(store.Name));
                else if (change is Change<string>.Changed changed && changed.Name == store.Name)
                    store.Saw(changed.Item);
                else if (change is Change<string>.Removed removed && removed.Name == store.Name)
                    store.Saw(null);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _disturbed.WaitAsync(cancellationToken);
            look();
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
