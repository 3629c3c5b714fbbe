using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Exceptions;
using k8s.Models;

namespace NodeTasker.Cluster;

/// <summary>An error of the API in words that say what to do.</summary>
public static class ApiFailure
{
    // A Status says it in a line or two; a proxy, or an attacker, may go on.
    private const int Longest = 1000;

    /// <summary>Whether <paramref name="exception"/> comes from talking to the API: retried, never fatal.</summary>
    public static bool IsExpected(Exception exception, CancellationToken stopping) =>
        exception switch
        {
            HttpOperationException
            or HttpRequestException
            or IOException
            or InvalidDataException
            or KubernetesException
            or KubeConfigException
            or System.Text.Json.JsonException => true,
            // The client's own timeout comes as a cancellation that nobody asked for.
            OperationCanceledException => !stopping.IsCancellationRequested,
            _ => false,
        };

    /// <summary>The HTTP status that the API server answered with, in the stream of a watch too; null when it gave none.</summary>
    public static HttpStatusCode? CodeOf(Exception exception) =>
        exception switch
        {
            HttpOperationException http => http.Response?.StatusCode,
            KubernetesException { Status.Code: { } code } => (HttpStatusCode)code,
            _ => null,
        };

    /// <summary>What the API server said, and what to do about it where that is known.</summary>
    public static string Describe(Exception exception) =>
        OnOneLine(
            exception switch
            {
                HttpOperationException { Response: { } response } => StatusMessage(response) + Advice(response.StatusCode),
                KubernetesException { Status: { } status } => $"{status.Message} ({status.Reason})",
                OperationCanceledException => "the API server did not answer in time",
                HttpRequestException { InnerException: { } inner } http => $"{http.Message} ({inner.Message})",
                _ => exception.Message,
            }
        );

    private static string OnOneLine(string text)
    {
        var kept = text.Length <= Longest ? text : text[..Longest] + "…";
        return kept.Any(char.IsControl) ? string.Concat(kept.Select(c => char.IsControl(c) ? ' ' : c)) : kept;
    }

    private static string StatusMessage(HttpResponseMessageWrapper response)
    {
        try
        {
            var status = KubernetesJson.Deserialize<V1Status>(response.Content);
            if (!string.IsNullOrEmpty(status?.Message))
                return $"{status.Message} (HTTP {(int)response.StatusCode})";
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or ArgumentNullException)
        {
            // A proxy answers in its own words.
        }

        return $"HTTP {(int)response.StatusCode} {response.ReasonPhrase}";
    }

    private static string Advice(HttpStatusCode code) =>
        code switch
        {
            HttpStatusCode.Forbidden => "; grant it as deploy/daemonset-privileged.yaml does",
            HttpStatusCode.Unauthorized => "; the token is not accepted (expired, of another cluster, or its ServiceAccount is gone)",
            _ => "",
        };
}
