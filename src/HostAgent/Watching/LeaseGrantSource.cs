using k8s.Models;
using NodeTasker.Cluster;

namespace NodeTasker.HostAgent.Watching;

/// <summary>The grant from its Lease: the holder is the run that may start.</summary>
internal sealed class LeaseGrantSource(
    IEndpoint<V1Lease> endpoint,
    ApiConnection connection,
    TimeProvider time,
    ILogger log,
    CancellationToken stopping
) : IGrantSource
{
    private Reading<string>? _reading;

    public string? Current => _reading?.Value;

    /// <summary>The watch, for whoever must know that it ended.</summary>
    public Task Following { get; private set; } = Task.CompletedTask;

    public void Follow(bool wanted, Action changed)
    {
        if (wanted == _reading is not null)
            return;
        _reading?.Dispose();
        // Each watch has a memory of its own: a grant that was taken back after a watch has ended must not start anything in the next.
        _reading = wanted ? new Reading<string>(stopping) : null;
        if (_reading is { } reading)
            Following = FollowAsync(reading, changed, reading.Over);
    }

    private async Task FollowAsync(Reading<string> reading, Action changed, CancellationToken over)
    {
        // A grant that came and went during a cut must not start anything, nor one that was read before and may be gone.
        var grants = new Reflector<V1Lease>(endpoint, connection, time, log) { ListsAfterCut = true };
        try
        {
            await foreach (var change in grants.ReadAsync(over))
            {
                reading.Value = change.Only?.Spec?.HolderIdentity;
                if (change is not Change<V1Lease>.Disconnected)
                    changed();
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // Nothing waits for a grant any more, or the agent stops.
        }
        catch (Exception e)
        {
            // A defect must not look like a controller that says nothing.
            reading.Fail(e);
            changed();
        }
    }
}
