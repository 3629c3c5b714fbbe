namespace NodeTasker.Controller.Hosting;

/// <summary><c>/healthz</c> (the process lives), <c>/readyz</c> (it has spoken with the API, as leader or standby, or why not) and <c>/metrics</c>.</summary>
internal sealed class HealthEndpoint(ControllerStatus status)
{
    public Task AnswerAsync(HttpContext context)
    {
        var (code, type, text) = context.Request.Path.Value switch
        {
            "/healthz" => (StatusCodes.Status200OK, "text/plain", "ok\n"),
            "/readyz" when !status.HasContact => (StatusCodes.Status503ServiceUnavailable, "text/plain", "The API server has not answered yet.\n"),
            "/readyz" => (StatusCodes.Status200OK, "text/plain", status.IsLeader ? "ok: active\n" : "ok: standing by\n"),
            "/metrics" => (StatusCodes.Status200OK, "text/plain; version=0.0.4", MetricsText.Of(status)),
            _ => (StatusCodes.Status404NotFound, "text/plain", "there are /healthz, /readyz and /metrics\n"),
        };
        context.Response.StatusCode = code;
        context.Response.ContentType = type + "; charset=utf-8";
        return context.Response.WriteAsync(text);
    }
}
