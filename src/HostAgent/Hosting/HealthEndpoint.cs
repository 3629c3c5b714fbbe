namespace NodeTasker.HostAgent.Hosting;

/// <summary><c>/healthz</c> (the process lives), <c>/readyz</c> (it can run tasks, or why not) and <c>/metrics</c>.</summary>
internal sealed class HealthEndpoint(AgentStatus status)
{
    public Task AnswerAsync(HttpContext context)
    {
        var (code, type, text) = context.Request.Path.Value switch
        {
            "/healthz" => (StatusCodes.Status200OK, "text/plain", "ok\n"),
            "/readyz" when status.NotReady is { } reason => (StatusCodes.Status503ServiceUnavailable, "text/plain", reason + "\n"),
            "/readyz" => (StatusCodes.Status200OK, "text/plain", "ok\n"),
            "/metrics" => (StatusCodes.Status200OK, "text/plain; version=0.0.4", MetricsText.Of(status)),
            _ => (StatusCodes.Status404NotFound, "text/plain", "there are /healthz, /readyz and /metrics\n"),
        };
        context.Response.StatusCode = code;
        context.Response.ContentType = type + "; charset=utf-8";
        return context.Response.WriteAsync(text);
    }
}
