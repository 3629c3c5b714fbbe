using System.Globalization;
using NodeTasker.EndToEnd.Tests.Deploy;

namespace NodeTasker.EndToEnd.Tests.Execution;

/// <summary>What much output costs the disk and the agent. <c>NODE_TASKER_OUTPUT_MB=1024</c> sets how much, <c>NODE_TASKER_RUNS=1000</c> how many runs in a row.</summary>
public sealed class EndlessOutputTests(SharedServers servers, BootedHost host, ITestOutputHelper output)
    : ExecutionTest(servers, host, output),
        IClassFixture<BootedHost>
{
    private const long Megabyte = 1 << 20;
    private static readonly int OutputMegabytes = FromEnvironment("NODE_TASKER_OUTPUT_MB", 200);
    private static readonly int Runs = FromEnvironment("NODE_TASKER_RUNS", 100);

    // Where the processor's cache is large the collector lets tens of megabytes of garbage gather first, and growth would say nothing of the agent.
    static EndlessOutputTests() => Environment.SetEnvironmentVariable("DOTNET_GCgen0size", "400000");

    [Fact(Timeout = 180_000)]
    public async Task A_log_stays_within_its_bound_on_disk_while_the_result_has_head_tail_and_exact_count()
    {
        await using var node = await NodeAsync("systemd", "--max-log-size", "2Mi");
        for (var i = 0; i < 5; i++)
            await node.RunAsync("seq 200000", TestContext.Current.CancellationToken);
        var before = ProcessTable.StatusBytes(node.Agent.ProcessId, "VmRSS");
        var zeros = string.Create(CultureInfo.InvariantCulture, $"head -c {OutputMegabytes * Megabyte} /dev/zero");
        var peak = before;

        await node.SetAsync($"echo first\n{zeros} | tr '\\0' x\necho\necho last", TestContext.Current.CancellationToken);
        var end = node.EndAsync(TestContext.Current.CancellationToken, TimeSpan.FromSeconds(120));
        while (!end.IsCompleted)
        {
            peak = Math.Max(peak, ProcessTable.StatusBytes(node.Agent.ProcessId, "VmRSS"));
            await Task.WhenAny(end, Task.Delay(20, TestContext.Current.CancellationToken));
        }

        var result = await end;
        var kept = await DiskUsageAsync(result["logPath"]);
        Output.WriteLine(
            $"{OutputMegabytes} MiB of output: {kept / 1024} KiB on disk at the end; agent {before / 1024} KiB before, {(peak - before) / 1024} KiB more at its peak."
        );
        Assert.Equal("Succeeded", result.Phase);
        Assert.Equal($"{(OutputMegabytes * Megabyte) + 12}", result["outputBytes"]);
        Assert.StartsWith("first\nxxx", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("xxx\nlast\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\0', result.Output);
        Assert.InRange(kept, 1 * Megabyte, 4 * Megabyte);
        Assert.True(peak - before < 8 * Megabyte, $"The agent grew by {(peak - before) / 1024} KiB.");
    }

    [Fact(Timeout = 600_000)]
    public async Task Many_runs_in_a_row_leave_memory_and_open_files_flat_and_ten_folders()
    {
        await using var node = await NodeAsync("process");
        var samples = new List<(long Memory, int Files)>();

        for (var i = 0; i < Runs; i++)
        {
            Assert.Equal("Succeeded", (await node.RunAsync($"echo {i}", TestContext.Current.CancellationToken)).Phase);
            if ((i + 1) % (Runs / 10) == 0)
                samples.Add(Measure());
        }

        await Eventually.IsTrueAsync(
            "old runs are removed",
            () => node.Runs().Count <= 10,
            cancellationToken: TestContext.Current.CancellationToken
        );
        Output.WriteLine(
            $"{Runs} runs: {string.Join(", ", samples.Select(sample => $"{sample.Memory / 1024} KiB"))}; open files {string.Join(", ", samples.Select(sample => sample.Files))}; {node.Runs().Count} run folders."
        );
        // The first half is the just-in-time compiler's.
        var (middle, end) = (samples[(samples.Count / 2) - 1], samples[^1]);
        Assert.True(
            end.Memory - middle.Memory < 8 * Megabyte,
            $"The agent grew by {(end.Memory - middle.Memory) / 1024} KiB in {Runs / 2} runs."
        );
        // What is open for a moment (a result on its way, a look at /proc) comes and goes; a file that each run left open would be 50 more.
        Assert.InRange(end.Files, 1, middle.Files + 10);
        Assert.InRange(node.Runs().Count, 1, 10);

        (long Memory, int Files) Measure() =>
            (
                ProcessTable.StatusBytes(node.Agent.ProcessId, "VmRSS"),
                Directory.GetFileSystemEntries($"/proc/{node.Agent.ProcessId}/fd").Length
            );
    }

    private static async Task<long> DiskUsageAsync(string path) =>
        512
        * long.Parse(
            (await ToolRun.OfAsync("stat", ["-c", "%b", path], cancellationToken: Cancellation)).Output,
            CultureInfo.InvariantCulture
        );
}
