using NodeTasker.Cluster;
using NodeTasker.HostAgent.Hosting;
using NodeTasker.HostAgent.Watching;
using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Signing;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Hosting;

public sealed class AgentLogTests
{
    private readonly RecordingLog<AgentLog> _lines = new();

    [Fact]
    public void A_content_that_was_set_is_logged_once_with_who_set_it_and_its_digest()
    {
        var log = new AgentLog(_lines);

        log.TaskSet("reboot", Snapshot("echo hello", ("timeout", "5s")), new SignatureVerdict.Trusted("ops"));
        log.TaskSet("reboot", Snapshot("echo hello", ("timeout", "5s")) with { Cancelled = new RunId("x") });
        log.TaskSet("reboot", Snapshot("echo hello", ("timeout", "6s")));

        var texts = _lines.Lines.Select(line => line.Text).ToList();
        Assert.Equal(2, texts.Count);
        Assert.StartsWith("Task reboot: run ", texts[0], StringComparison.Ordinal);
        Assert.Matches(@"\(sha256:[0-9a-f]{64}\) was set with field manager kubectl-replace by user alice, signed by ops$", texts[0]);
        Assert.NotEqual(texts[0], texts[1]);
    }

    [Fact]
    public void What_the_task_contains_is_not_logged()
    {
        new AgentLog(_lines).TaskSet("reboot", Snapshot("echo secret-in-script", ("env.TOKEN", "secret-in-env")));

        Assert.DoesNotContain("secret", Assert.Single(_lines.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_task_is_no_news()
    {
        var log = new AgentLog(_lines);

        log.TaskSet("reboot", new TaskSnapshot(null, null));
        log.TaskSet("reboot", Snapshot(""));

        Assert.Empty(_lines.Lines);
    }

    private static TaskSnapshot Snapshot(string script, params (string Key, string Value)[] more)
    {
        var data = more.ToDictionary(entry => entry.Key, entry => entry.Value);
        data["task"] = script;
        var document = new TaskDocument("reboot", data, new Dictionary<string, byte[]>(), new Dictionary<string, string>());
        return new TaskSnapshot(TaskSpecParser.Parse(document), "1")
        {
            Document = document,
            Origin = new TaskOrigin("kubectl-replace", null, "alice"),
        };
    }
}
