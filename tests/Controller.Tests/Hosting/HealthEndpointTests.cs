using Microsoft.AspNetCore.Http;
using NodeTasker.Controller.Hosting;
using NodeTasker.Rollouts;
using NodeTasker.ServiceHosting;

namespace NodeTasker.Controller.Tests.Hosting;

public sealed class HealthEndpointTests
{
    private readonly ControllerStatus _status = new(["a", "b"]);

    [Fact(Timeout = 30_000)]
    public async Task It_is_ready_once_the_API_has_answered_whether_it_is_active_or_stands_by()
    {
        Assert.Equal((200, "ok\n"), await GetAsync("/healthz").WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal((503, "The API server has not answered yet.\n"), await GetAsync("/readyz"));

        _status.HasContact = true;
        Assert.Equal((200, "ok: standing by\n"), await GetAsync("/readyz"));

        _status.IsLeader = true;
        Assert.Equal((200, "ok: active\n"), await GetAsync("/readyz"));
    }

    [Fact(Timeout = 30_000)]
    public async Task Metrics_say_who_is_active_and_where_the_nodes_are()
    {
        _status.IsLeader = true;
        _status.Tasks[0].Counts = new PhaseCounts(5, 1, 2, 2, 0, 0, 0, 0);
        _status.Tasks[1].Grants = 3;

        var (code, text) = await GetAsync("/metrics").WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(200, code);
        Assert.All(
            [
                "# TYPE node_tasker_controller_leader gauge\nnode_tasker_controller_leader 1\n",
                "node_tasker_rollout_nodes{task=\"a\",phase=\"Running\"} 2\n",
                "node_tasker_grants{task=\"b\"} 3\n",
            ],
            line => Assert.Contains(line, text, StringComparison.Ordinal)
        );
        Assert.DoesNotContain("node_tasker_rollout_nodes{task=\"b\"", text, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Anything_else_is_not_there() =>
        Assert.Equal(
            (404, "there are /healthz, /readyz and /metrics\n"),
            await GetAsync("/").WaitAsync(TestContext.Current.CancellationToken)
        );

    private async Task<(int Code, string Text)> GetAsync(string path)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        context.Response.Body = new MemoryStream();
        await new HealthEndpoint(_status).AnswerAsync(context);
        context.Response.Body.Position = 0;
        return (
            context.Response.StatusCode,
            await new StreamReader(context.Response.Body).ReadToEndAsync(TestContext.Current.CancellationToken)
        );
    }
}
