using Microsoft.AspNetCore.Http;
using NodeTasker.HostAgent.Hosting;
using NodeTasker.ServiceHosting;

namespace NodeTasker.HostAgent.Tests.Hosting;

public sealed class HealthEndpointTests
{
    private readonly AgentStatus _status = new(["a", "b"]);

    [Fact(Timeout = 30_000)]
    public async Task The_process_is_alive_whatever_its_host_is_like() =>
        Assert.Equal(
            (200, "text/plain; charset=utf-8", "ok\n"),
            await GetAsync("/healthz").WaitAsync(TestContext.Current.CancellationToken)
        );

    [Fact(Timeout = 30_000)]
    public async Task The_agent_is_ready_when_its_host_is_checked_and_all_its_tasks_are_read()
    {
        Assert.Equal(
            (503, "text/plain; charset=utf-8", "The host has not been checked yet.\n"),
            await GetAsync("/readyz").WaitAsync(TestContext.Current.CancellationToken)
        );
        _status.Blocked = "no shell";
        Assert.Equal((503, "text/plain; charset=utf-8", "no shell\n"), await GetAsync("/readyz"));
        _status.Blocked = null;
        Assert.Equal((503, "text/plain; charset=utf-8", "not read from the API yet: a, b\n"), await GetAsync("/readyz"));
        _status.TaskRead("a");
        Assert.Equal((503, "text/plain; charset=utf-8", "not read from the API yet: b\n"), await GetAsync("/readyz"));
        _status.TaskRead("b");
        Assert.Equal((200, "text/plain; charset=utf-8", "ok\n"), await GetAsync("/readyz"));
        _status.Blocked = "the disk is full";
        Assert.Equal(503, (await GetAsync("/readyz")).Code);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("/")]
    [InlineData("/healthz/x")]
    [InlineData("/HEALTHZ")]
    [InlineData("")]
    public async Task Anything_else_is_not_there(string path) =>
        Assert.Equal(
            (404, "text/plain; charset=utf-8", "there are /healthz, /readyz and /metrics\n"),
            await GetAsync(path).WaitAsync(TestContext.Current.CancellationToken)
        );

    [Fact(Timeout = 30_000)]
    public async Task Metrics_are_in_the_form_that_Prometheus_reads()
    {
        var (code, type, text) = await GetAsync("/metrics").WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((200, "text/plain; version=0.0.4; charset=utf-8"), (code, type));
        Assert.Equal(MetricsText.Of(_status), text);
    }

    [Fact]
    public void A_change_of_what_blocks_the_host_is_told_once()
    {
        var told = 0;
        _status.Changed += () => told++;

        _status.Blocked = "no shell";
        _status.Blocked = "no shell";
        _status.Blocked = null;

        Assert.Equal(2, told);
    }

    private async Task<(int Code, string? Type, string Text)> GetAsync(string path)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Request = { Path = path }, Response = { Body = body } };

        await new HealthEndpoint(_status).AnswerAsync(context);

        return (context.Response.StatusCode, context.Response.ContentType, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }
}
