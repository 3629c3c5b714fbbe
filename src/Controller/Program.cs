using k8s.Exceptions;
using NodeTasker.Controller;
using NodeTasker.Controller.Hosting;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(ControllerHelp.Text);
    return 0;
}

if (args is ["--version"])
{
    Console.WriteLine(ControllerHelp.Version);
    return 0;
}

if (!ControllerOptionsParser.TryParse(args, Environment.GetEnvironmentVariable, ApiAccess.ReadNamespace, out var options, out var problems))
{
    foreach (var problem in problems) await Console.Error.WriteLineAsync($"node-tasker-controller: {problem}");
    await Console.Error.WriteLineAsync("node-tasker-controller --help lists the options.");
    return 2;
}

try
{
    using var host = ControllerHost.Build(options, ApiAccess.Configure(options.Kubeconfig));
    await host.RunAsync();
    return Environment.ExitCode;
}
catch (KubeConfigException e)
{
    await Console.Error.WriteLineAsync($"node-tasker-controller: no way to the API: {e.Message}");
    return 2;
}
