using k8s.Exceptions;
using NodeTasker.HostAgent;
using NodeTasker.HostAgent.Hosting;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(AgentHelp.Text);
    return 0;
}

if (args is ["--version"])
{
    Console.WriteLine(AgentHelp.Version);
    return 0;
}

if (!AgentOptionsParser.TryParse(args, Environment.GetEnvironmentVariable, InCluster.ReadNamespace, out var options, out var problems))
{
    foreach (var problem in problems) await Console.Error.WriteLineAsync($"node-tasker-agent: {problem}");
    await Console.Error.WriteLineAsync("node-tasker-agent --help lists the options.");
    return 2;
}

try
{
    using var host = AgentHost.Build(options, InCluster.Configure(options.Kubeconfig));
    await host.RunAsync();
    return Environment.ExitCode;
}
catch (KubeConfigException e)
{
    await Console.Error.WriteLineAsync($"node-tasker-agent: no way to the API: {e.Message}");
    return 2;
}
