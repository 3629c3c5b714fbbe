namespace NodeTasker.EndToEnd.Tests;

/// <summary>What a script writes.</summary>
public sealed class OutputTests(SharedServers servers, ITestOutputHelper output) : EndToEndTest(servers, output)
{
    private const long Megabyte = 1 << 20;

    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task A_hundred_megabytes_of_output_give_an_excerpt_and_a_log_and_no_growth_of_the_agent(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);
        await cluster.FenceAsync(agent.Settings.NodeName, TestContext.Current.CancellationToken);
        var before = ProcessTable.StatusBytes(agent.ProcessId, "VmHWM");

        await cluster.SetTaskAsync(
            "#!/bin/sh\necho first line\nhead -c 104857600 /dev/zero | tr '\\0' x\necho\necho last line\n",
            TestContext.Current.CancellationToken
        );

        var result = await cluster.WaitForResultAsync(
            agent.Settings.NodeName,
            "Succeeded with much output",
            result => result.Phase == "Succeeded" && result["outputBytes"].Length > 8,
            TestContext.Current.CancellationToken
        );
        var grown = ProcessTable.StatusBytes(agent.ProcessId, "VmHWM") - before;
        Output.WriteLine($"{kind}: peak memory {before / Megabyte} MiB before, {grown / Megabyte} MiB more after 100 MiB of output");
        Assert.StartsWith("first line\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("last line\n", result.Output, StringComparison.Ordinal);
        Assert.True(result.Output.Length <= 33 * 1024, $"The excerpt has {result.Output.Length} characters.");
        Assert.Equal("true", result["outputTruncated"]);
        Assert.Equal((104857600 + 22).ToString(System.Globalization.CultureInfo.InvariantCulture), result["outputBytes"]);
        Assert.Equal(104857600 + 22, new FileInfo(result["logPath"]).Length);
        Assert.True(grown < 40 * Megabyte, $"The agent grew by {grown / Megabyte} MiB.");
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task Output_that_is_no_text_arrives_as_readable_as_it_can(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);

        await cluster.SetTaskAsync(
            "#!/bin/sh\nprintf 'gr\\303\\274n \\360\\237\\232\\200 \\377\\376 \\000\\r\\033\\302\\205\\357\\273\\277 end without newline'\n",
            TestContext.Current.CancellationToken
        );

        var result = await cluster.WaitForResultAsync(
            agent.Settings.NodeName,
            "Succeeded",
            result => result.Phase == "Succeeded",
            TestContext.Current.CancellationToken
        );
        Assert.StartsWith("grün 🚀 ", result.Output, StringComparison.Ordinal);
        Assert.EndsWith(" end without newline", result.Output, StringComparison.Ordinal);
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_run_of_some_seconds_is_shown_as_running_with_its_output_so_far(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);
        var gate = cluster.PathOf("gate");

        await cluster.SetTaskAsync(
            cluster.MarkingScript("progress", $"echo so far\nwhile [ ! -e {gate} ]; do sleep 0.05; done"),
            TestContext.Current.CancellationToken
        );

        await cluster.WaitForResultAsync(
            agent.Settings.NodeName,
            "Running with output",
            result => result.Phase == "Running" && result.Output.Contains("so far", StringComparison.Ordinal),
            TestContext.Current.CancellationToken
        );
        await File.WriteAllTextAsync(gate, "", TestContext.Current.CancellationToken);
        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "progress", TestContext.Current.CancellationToken);
    }
}
