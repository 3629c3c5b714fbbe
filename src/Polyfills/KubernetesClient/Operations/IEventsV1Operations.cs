using k8s.Autorest;
using k8s.Models;

namespace k8s;

public partial interface IEventsV1Operations
{
    Task<HttpOperationResponse<Eventsv1Event>> CreateNamespacedEventWithHttpMessagesAsync(Eventsv1Event body, string namespaceParameter, string dryRun = default, string fieldManager = default, string fieldValidation = default, bool? pretty = default, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders = null, CancellationToken cancellationToken = default);
}
