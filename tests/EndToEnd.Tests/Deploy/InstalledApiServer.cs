namespace NodeTasker.EndToEnd.Tests.Deploy;

/// <summary>The API server with the shipped manifest applied, its policy in force, and agents on two nodes.</summary>
public sealed class InstalledApiServer : IAsyncLifetime
{
    /// <summary>The server itself.</summary>
    public RbacApiServer Server { get; } = new();

    /// <summary>The kubeconfig of the agent on node <c>a</c>.</summary>
    public string AgentOnA { get; private set; } = "";

    /// <summary>The kubeconfig of the agent on node <c>b</c>.</summary>
    public string AgentOnB { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        if (Server.Unavailable is not null)
        {
            return;
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var applied = await Server.KubectlAsync(["apply", "-f", RbacApiServer.Manifest, "--validate=strict"], limit.Token);
        Assert.True(applied.ExitCode == 0, applied.ToString());
        AgentOnA = await Server.AgentOnAsync("a", limit.Token);
        AgentOnB = await Server.AgentOnAsync("b", limit.Token);

        // Roles and policies reach the server's own caches some tenths of a second after they were written.
        await RbacApiServer.UntilAsync(
            async token =>
                (await AsAgentAsync(["create", "cm", "probe", "--dry-run=server"], token)).Error.Contains(
                    "ValidatingAdmissionPolicy",
                    StringComparison.Ordinal
                ),
            limit.Token
        );
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    internal Task<ToolRun> AsAgentAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken, string? input = null) =>
        Server.KubectlAsync(AgentOnA, arguments, cancellationToken, input);
}
