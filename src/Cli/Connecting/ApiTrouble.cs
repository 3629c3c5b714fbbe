using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Exceptions;
using k8s.Models;

namespace NodeTasker.Cli.Connecting;

/// <summary>What went wrong with the API, in plain words that say what to do.</summary>
internal static class ApiTrouble
{
    /// <summary>Whether it comes from talking to the API.</summary>
    public static bool IsOfApi(Exception exception) =>
        exception
            is HttpOperationException
                or HttpRequestException
                or KubernetesException
                or KubeConfigException
                or JsonException
                or TaskCanceledException;

    /// <summary>Whether the server knows what is asked and doesn't let this operator: waiting doesn't help.</summary>
    public static bool IsRefusal(HttpOperationException exception) =>
        exception.Response?.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    /// <summary>One or two lines.</summary>
    public static string Describe(Exception exception, ClusterAccess cluster) =>
        exception switch
        {
            HttpOperationException { Response.StatusCode: HttpStatusCode.Unauthorized } => Unauthorized(cluster),
            HttpOperationException { Response.StatusCode: HttpStatusCode.Forbidden } http => ForbiddenAccess.Describe(
                MessageOf(http),
                http.Request,
                cluster
            ),
            HttpOperationException { Response.StatusCode: HttpStatusCode.NotFound } http => NotFound(MessageOf(http), cluster),
            HttpOperationException http => $"the API server refuses: {MessageOf(http)}",
            KubernetesException { Status: { } status } => $"the API server refuses: {status.Message} ({status.Reason})",
            HttpRequestException http => Unreachable(http, cluster),
            TaskCanceledException => $"the API server at {cluster.Host} did not answer in time.\n{CheckConnection(cluster)}",
            JsonException => $"what answers at {cluster.Host} is no Kubernetes API: {exception.Message}\n{CheckConnection(cluster)}",
            _ => exception.Message,
        };

    /// <summary>The server's own words.</summary>
    public static string MessageOf(HttpOperationException exception)
    {
        try
        {
            if (KubernetesJson.Deserialize<V1Status>(exception.Response.Content) is { Message: { Length: > 0 } message })
                return message;
        }
        catch (Exception e) when (e is JsonException or ArgumentNullException)
        {
            // A proxy answers in its own words.
        }

        return $"HTTP {(int)exception.Response.StatusCode} {exception.Response.ReasonPhrase}";
    }

    private static string Unauthorized(ClusterAccess cluster) =>
        $"the API server at {cluster.Host} does not accept your credentials{Who(cluster)}: the token is expired, or of another cluster.\n"
        + $"Log in again as your cluster wants it, or choose another context with --context; `kubectl auth whoami` says who you are.";

    private static string NotFound(string message, ClusterAccess cluster) =>
        message.Contains("namespaces", StringComparison.Ordinal)
            ? $"there is no namespace '{cluster.Namespace}' in this cluster{InContext(cluster)}: {message}\n"
                + "Install Node Tasker with `kubectl apply -f deploy/daemonset-privileged.yaml`, or name its namespace with -n."
            : message;

    private static string Unreachable(HttpRequestException exception, ClusterAccess cluster) =>
        exception.InnerException switch
        {
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
                $"the API server at {cluster.Host} can't be reached: nothing listens there.\n{CheckConnection(cluster)}",
            SocketException socket => $"the API server at {cluster.Host} can't be reached: {socket.Message}.\n{CheckConnection(cluster)}",
            AuthenticationException tls =>
                $"the API server at {cluster.Host} can't be trusted: {(tls.InnerException ?? tls).Message}\nIs the kubeconfig's certificate authority that of this cluster?",
            { } inner => $"the API server at {cluster.Host} can't be reached: {inner.Message}\n{CheckConnection(cluster)}",
            null => $"the API server at {cluster.Host} can't be reached: {exception.Message}\n{CheckConnection(cluster)}",
        };

    private static string CheckConnection(ClusterAccess cluster) =>
        $"Is it the right cluster{InContext(cluster)}, does it run, and is a VPN or proxy needed? `kubectl version` should answer.";

    private static string Who(ClusterAccess cluster) => cluster.User is { } user ? $" (user '{user}', context '{cluster.Context}')" : "";

    private static string InContext(ClusterAccess cluster) => cluster.Context is { } context ? $" (context '{context}')" : "";
}
