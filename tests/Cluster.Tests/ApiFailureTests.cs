using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace NodeTasker.Cluster.Tests;

public sealed class ApiFailureTests
{
    private const string Status =
        """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"configmaps \"x\" is forbidden","reason":"Forbidden","code":403}""";

    [Theory]
    [InlineData(
        HttpStatusCode.Forbidden,
        Status,
        "configmaps \"x\" is forbidden (HTTP 403); grant it as deploy/daemonset-privileged.yaml does"
    )]
    [InlineData(HttpStatusCode.Forbidden, "<html>", "HTTP 403 Forbidden; grant it as deploy/daemonset-privileged.yaml does")]
    [InlineData(
        HttpStatusCode.Unauthorized,
        "",
        "HTTP 401 Unauthorized; the token is not accepted (expired, of another cluster, or its ServiceAccount is gone)"
    )]
    [InlineData(HttpStatusCode.BadGateway, "{}", "HTTP 502 Bad Gateway")]
    [InlineData(HttpStatusCode.BadGateway, "null", "HTTP 502 Bad Gateway")]
    [InlineData(HttpStatusCode.InternalServerError, null, "HTTP 500 Internal Server Error")]
    public void A_refusal_is_in_the_API_servers_words_with_what_to_do(HttpStatusCode code, string? content, string message) =>
        Assert.Equal(message, ApiFailure.Describe(Refusal(code, content)));

    [Fact]
    public void Other_failures_are_in_words_too()
    {
        Assert.Equal(
            "too old (Expired)",
            ApiFailure.Describe(new KubernetesException(new V1Status { Message = "too old", Reason = "Expired" }))
        );
        Assert.Equal("the API server did not answer in time", ApiFailure.Describe(new TaskCanceledException()));
        Assert.Equal("no connection (refused)", ApiFailure.Describe(new HttpRequestException("no connection", new IOException("refused"))));
        Assert.Equal("no connection", ApiFailure.Describe(new HttpRequestException("no connection")));
        Assert.Equal("cut", ApiFailure.Describe(new IOException("cut")));
    }

    [Fact]
    public void The_code_is_known_wherever_it_stands()
    {
        Assert.Equal(HttpStatusCode.Gone, ApiFailure.CodeOf(Refusal(HttpStatusCode.Gone, "")));
        Assert.Equal(HttpStatusCode.Gone, ApiFailure.CodeOf(new KubernetesException(new V1Status { Code = 410 })));
        Assert.Null(ApiFailure.CodeOf(new KubernetesException("?")));
        Assert.Null(ApiFailure.CodeOf(new IOException()));
    }

    [Fact]
    public void Trouble_with_the_API_is_expected_and_a_defect_is_not()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();

        Assert.All(
            new Exception[]
            {
                Refusal(HttpStatusCode.Conflict, ""),
                new HttpRequestException(),
                new IOException(),
                new KubernetesException("?"),
                new System.Text.Json.JsonException(),
                new TaskCanceledException(),
            },
            e => Assert.True(ApiFailure.IsExpected(e, CancellationToken.None))
        );
        Assert.False(ApiFailure.IsExpected(new OperationCanceledException(), stopped.Token));
        Assert.False(ApiFailure.IsExpected(new InvalidOperationException(), CancellationToken.None));
        Assert.False(ApiFailure.IsExpected(new NullReferenceException(), CancellationToken.None));
    }

    private static HttpOperationException Refusal(HttpStatusCode code, string? content)
    {
        using var response = new HttpResponseMessage(code);
        return new HttpOperationException { Response = new HttpResponseMessageWrapper(response, content) };
    }
}
