using System.Globalization;

namespace NodeTasker.EndToEnd.Tests.Execution;

/// <summary>The ground of tests of the launchers: real agents that run scripts on a booted host.</summary>
public abstract class ExecutionTest(SharedServers servers, BootedHost host, ITestOutputHelper output) : EndToEndTest(servers, output)
{
    /// <summary>All three, or those that <c>NODE_TASKER_LAUNCHERS</c> names.</summary>
    public static TheoryData<string> EveryLauncher =>
        [.. (Environment.GetEnvironmentVariable("NODE_TASKER_LAUNCHERS") ?? "systemd,cgroup,process").Split(',')];

    protected BootedHost Host => host;

    /// <summary>A node of its own namespace on the API server, with a ready agent that has this launcher.</summary>
    protected async Task<HostNode> NodeAsync(string launcher, params string[] arguments)
    {
        Assert.SkipUnless(host.Unavailable is null, host.Unavailable ?? "");
        return await HostNode.StartAsync(await ClusterAsync(ServerKind.LocalCluster), host, launcher, arguments, Output, Cancellation);
    }

    protected static int FromEnvironment(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
