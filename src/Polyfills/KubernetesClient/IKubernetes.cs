namespace k8s;

public partial interface IKubernetes : IDisposable
{
    Uri BaseUri { get; set; }

    ICoreV1Operations CoreV1 { get; }

    ICoordinationV1Operations CoordinationV1 { get; }

    IEventsV1Operations EventsV1 { get; }

    IAuthenticationV1Operations AuthenticationV1 { get; }

    IAuthorizationV1Operations AuthorizationV1 { get; }

    IVersionOperations Version { get; }
}
