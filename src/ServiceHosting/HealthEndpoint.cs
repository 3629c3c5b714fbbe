namespace NodeTasker.ServiceHosting;

/// <summary><c>/healthz</c> (the process lives), <c>/readyz</c> (it can do its work, or why not) and <c>/metrics</c>.</summary>
public sealed class HealthEndpoint(IServiceStatus status)
{
    /// <summary>Answers a request.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        var (code, type, text) = context.Request.Path.Value switch
        {
            "/healthz" => (StatusCodes.Status200OK, "text/plain", "ok\n"),
            "/readyz" when status.NotReady is { } reason => (StatusCodes.Status503ServiceUnavailable, "text/plain", reason + "\n"),
            "/readyz" => (StatusCodes.Status200OK, "text/plain", status.Part is { } part ? $"ok: {part}\n" : "ok\n"),
            "/metrics" => (StatusCodes.Status200OK, "text/plain; version=0.0.4", status.Metrics),
            _ => (StatusCodes.Status404NotFound, "text/plain", "there are /healthz, /readyz and /metrics\n"),
        };
        context.Response.StatusCode = code;
        context.Response.ContentType = type + "; charset=utf-8";
        return context.Response.WriteAsync(text);
    }
}
