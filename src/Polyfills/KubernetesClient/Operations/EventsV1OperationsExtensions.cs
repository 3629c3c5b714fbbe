using k8s.Autorest;
using k8s.Models;

namespace k8s;

public static partial class EventsV1OperationsExtensions
{
    public static async Task<Eventsv1Event> CreateNamespacedEventAsync(this IEventsV1Operations operations, Eventsv1Event body, string namespaceParameter, string dryRun = default, string fieldManager = default, string fieldValidation = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.CreateNamespacedEventWithHttpMessagesAsync(body, namespaceParameter, dryRun, fieldManager, fieldValidation, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }
}
