using System.Runtime.CompilerServices;
using System.Threading.Channels;
using k8s.Models;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cluster;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Following;

/// <summary>Follows one run over the whole cluster: Nodes, metadata of results, the task, the controller's summary; survives a lost connection.</summary>
internal sealed class RolloutFollower(ClusterAccess cluster, TaskSpec spec, DateTimeOffset setTime, TimeProvider time)
{
    // However fast results come in, a screen is not read faster.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // A plan names the time of its next change; this is for clocks that run apart.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    // So long a controller may take to be heard, as agents may.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How it stands now, and then whenever something has changed; never ends by itself.</summary>
    public async IAsyncEnumerable<Progress> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var changes = Channel.CreateUnbounded<Action<ClusterFacts>>(new UnboundedChannelOptions { SingleReader = true });
        var facts = new ClusterFacts(cluster.Task);
        var sources = Sources(changes.Writer, stop.Token);
        try
        {
            DateTimeOffset? wake = null;
            while (true)
            {
                await WaitForNewsAsync(changes.Reader, facts.IsComplete ? wake : null, stop.Token);
                while (changes.Reader.TryRead(out var change))
                    change(facts);
                if (!facts.IsComplete)
                {
                    if (facts.Trouble is { } trouble)
                        yield return Unread(trouble);
                    continue;
                }

                (var progress, wake) = Read(facts);
                yield return progress;
                await Task.Delay(Pause, time, stop.Token);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(sources).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private (Progress Progress, DateTimeOffset? Wake) Read(ClusterFacts facts)
    {
        var current = facts.Task!.Run;
        var isOurs = current == spec.Run;
        // Steering changes what is to be expected; a content that is not ours says nothing about this run.
        var (progress, wake) = RolloutReading.Of(facts, isOurs ? facts.Task.Spec ?? spec : spec, setTime, time.GetUtcNow());
        var isSilent = !progress.IsControllerHeard && progress.Counts.Pending > 0 && time.GetUtcNow() - setTime > Patience;
        return (progress with { ReplacedBy = isOurs ? null : current, IsCleared = current is null, IsControllerSilent = isSilent }, wake);
    }

    private Progress Unread(string trouble) =>
        new()
        {
            Run = spec.Run,
            Status = RolloutStatus.InProgress,
            Nodes = [],
            Counts = PhaseCounts.Of([]),
            Trouble = trouble,
        };

    private async Task WaitForNewsAsync(
        ChannelReader<Action<ClusterFacts>> changes,
        DateTimeOffset? wake,
        CancellationToken cancellationToken
    )
    {
        var wait = wake is { } at ? Clamp(at - time.GetUtcNow()) : Longest;
        using var timer = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await changes.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time has passed, which can be news as well.
        }

        static TimeSpan Clamp(TimeSpan wait) =>
            wait < Pause ? Pause
            : wait > Longest ? Longest
            : wait;
    }

    private Task[] Sources(ChannelWriter<Action<ClusterFacts>> changes, CancellationToken cancellationToken)
    {
        var connection = new ApiConnection();
        return
        [
            PumpAsync("nodes", ClusterEndpoints.Nodes(cluster), static (facts, change) => facts.Apply(change)),
            PumpAsync("results", ClusterEndpoints.Results(cluster), static (facts, change) => facts.Apply(change)),
            PumpAsync(cluster.Task, ConfigMap(cluster.Task), static (facts, change) => facts.SetTask(change.Only)),
            PumpAsync(ObjectNames.Summary(cluster.Task), ConfigMap(ObjectNames.Summary(cluster.Task)), static (facts, change) =>
                facts.SetSummary(change.Only)
            ),
        ];

        IEndpoint<V1ConfigMap> ConfigMap(string name) =>
            Endpoint.OfObject(cluster.Client, ApiResources.ConfigMaps, cluster.Namespace, name);

        WatchTrouble Log(string source) => new(trouble => changes.TryWrite(facts => facts.SetTrouble(source, trouble)));

        async Task PumpAsync<T>(string source, IEndpoint<T> endpoint, Action<ClusterFacts, Change<T>> apply)
        {
            var reflector = new Reflector<T>(new StrictEndpoint<T>(endpoint, cluster), connection, time, Log(source));
            try
            {
                await foreach (var change in reflector.ReadAsync(cancellationToken))
                {
                    if (change is Change<T>.Disconnected)
                        continue;
                    changes.TryWrite(facts =>
                    {
                        facts.SetHeard();
                        apply(facts, change);
                    });
                }
            }
            catch (Exception e)
            {
                changes.TryComplete(e);
            }
        }
    }
}
