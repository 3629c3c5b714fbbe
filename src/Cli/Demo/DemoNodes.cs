namespace NodeTasker.Cli.Demo;

/// <summary>The nodes of a demo and the controller beside them: an agent each and, as root where the machine lets it, namespaces of their own.</summary>
internal sealed class DemoNodes : IDisposable
{
    private readonly IReadOnlyList<NodeHost> _hosts;
    private readonly ControllerProcess _controller;

    private DemoNodes(IReadOnlyList<NodeHost> hosts, ControllerProcess controller, IReadOnlyList<AgentProcess> agents)
    {
        _hosts = hosts;
        _controller = controller;
        Agents = agents;
    }

    /// <summary>The agents, started.</summary>
    public IReadOnlyList<AgentProcess> Agents { get; }

    /// <summary>Makes the nodes' hosts while <paramref name="clusterIsSetUp"/> goes on, and then starts their agents.</summary>
    public static async Task<DemoNodes> StartAsync(
        IReadOnlyList<string> nodes,
        DemoFolder folder,
        Task clusterIsSetUp,
        TextWriter chatter,
        CancellationToken cancellationToken
    )
    {
        var executable = AgentProcess.FindExecutable(AppContext.BaseDirectory);
        var controller = ControllerProcess.FindExecutable(AppContext.BaseDirectory);
        var hosts = await StartHostsAsync(nodes, folder, chatter, cancellationToken);
        await clusterIsSetUp;

        return new DemoNodes(
            hosts,
            ControllerProcess.Start(controller, folder),
            [.. nodes.Select((node, index) => new AgentProcess(executable, node, hosts.Count > 0 ? hosts[index].Pid : 0, folder))]
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _controller.Dispose();
        foreach (var host in _hosts)
            host.Dispose();
    }

    // All nodes have a host, or none has: half a demo would show two truths at once.
    private static async Task<IReadOnlyList<NodeHost>> StartHostsAsync(
        IReadOnlyList<string> nodes,
        DemoFolder folder,
        TextWriter chatter,
        CancellationToken cancellationToken
    )
    {
        if (!Environment.IsPrivilegedProcess)
        {
            await chatter.WriteLineAsync(
                "Not root: the nodes have no namespaces of their own; the script runs directly on this machine, as you."
            );
            return [];
        }

        var starts = nodes.Select(node => NodeHost.StartAsync(node, folder, cancellationToken)).ToList();
        try
        {
            return await Task.WhenAll(starts);
        }
        catch (NodeHostRefusedException e)
        {
            foreach (var start in starts.Where(start => start.IsCompletedSuccessfully))
                (await start).Dispose();

            await chatter.WriteLineAsync($"This machine refuses namespaces ({e.Message}): the script runs directly on it, as root.");
            return [];
        }
    }
}
