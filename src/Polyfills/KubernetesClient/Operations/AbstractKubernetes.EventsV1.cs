using k8s.Autorest;
using k8s.Models;

namespace k8s;

public abstract partial class AbstractKubernetes : IEventsV1Operations
{
    public virtual IEventsV1Operations EventsV1 => this;

    Task<HttpOperationResponse<Eventsv1Event>> IEventsV1Operations.CreateNamespacedEventWithHttpMessagesAsync(Eventsv1Event body, string namespaceParameter, string dryRun, string fieldManager, string fieldValidation, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<Eventsv1Event, Eventsv1Event>(HttpMethod.Post, Uri, body, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("apis/events.k8s.io/v1").Segment("namespaces").Name(namespaceParameter).Segment("events")
            .Query("dryRun", dryRun)
            .Query("fieldManager", fieldManager)
            .Query("fieldValidation", fieldValidation)
            .Query("pretty", pretty);
    }
}
