using System.Net;
using System.Threading.Channels;
using k8s;
using k8s.Models;
using NodeTasker.Cluster;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Events;

/// <summary>Raises Events on the task's ConfigMap, one after the other. They are for people who look: one that can't be raised for a while is given up.</summary>
internal sealed partial class EventWriter(IKubernetes client, string ns, string identity, TimeProvider time, ILogger log)
{
    private const int Tries = 5;
    private readonly Channel<(RolloutEvent Event, V1ObjectMeta Task)> _waiting = Channel.CreateUnbounded<(RolloutEvent, V1ObjectMeta)>();

    public void Raise(IEnumerable<RolloutEvent> events, V1ObjectMeta task)
    {
        foreach (var @event in events)
            _waiting.Writer.TryWrite((@event, task));
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var (@event, task) in _waiting.Reader.ReadAllAsync(cancellationToken))
            await RaiseAsync(@event, task, cancellationToken);
    }

    private async Task RaiseAsync(RolloutEvent @event, V1ObjectMeta task, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(time, Random.Shared);
        for (var tries = 1; ; tries++)
        {
            try
            {
                await client.CoreV1.CreateNamespacedEventAsync(
                    BodyOf(@event, task),
                    ns,
                    fieldManager: WellKnown.ControllerFieldManager,
                    cancellationToken: cancellationToken
                );
                return;
            }
            catch (Exception e) when (ApiFailure.CodeOf(e) == HttpStatusCode.Conflict)
            {
                // Raised already, by an earlier controller.
                return;
            }
            catch (Exception e) when (ApiFailure.IsExpected(e, cancellationToken))
            {
                if (tries >= Tries || ApiFailure.CodeOf(e) is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
                {
                    LogLost(log, task.Name, @event.Reason, @event.Message, ApiFailure.Describe(e));
                    return;
                }

                await backoff.WaitAsync(backoff.Next(), cancellationToken);
            }
        }
    }

    private Corev1Event BodyOf(RolloutEvent @event, V1ObjectMeta task)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var second = new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
        return new Corev1Event
        {
            ApiVersion = Corev1Event.KubeApiVersion,
            Kind = Corev1Event.KubeKind,
            Metadata = new V1ObjectMeta { Name = @event.Name, NamespaceProperty = ns },
            InvolvedObject = new V1ObjectReference
            {
                ApiVersion = V1ConfigMap.KubeApiVersion,
                Kind = V1ConfigMap.KubeKind,
                Name = task.Name,
                NamespaceProperty = ns,
                Uid = task.Uid,
                ResourceVersion = task.ResourceVersion,
            },
            Reason = @event.Reason,
            Message = @event.Message.Length <= 1024 ? @event.Message : @event.Message[..1023] + "…",
            Type = @event.IsWarning ? "Warning" : "Normal",
            Count = 1,
            FirstTimestamp = second,
            LastTimestamp = second,
            Source = new V1EventSource { Component = WellKnown.ControllerFieldManager },
            ReportingComponent = WellKnown.ControllerFieldManager,
            ReportingInstance = identity,
        };
    }

    [LoggerMessage(
        EventId = 631,
        Level = LogLevel.Warning,
        Message = "Task {Task}: the Event {Reason} ({Text}) could not be raised: {Failure}"
    )]
    private static partial void LogLost(ILogger log, string task, string reason, string text, string failure);
}
