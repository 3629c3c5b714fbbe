// A real service for tests: says who it thinks its lifetime is, and runs until it is stopped.
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

IHost host;
if (args is ["use-systemd", ..])
{
    host = Host.CreateDefaultBuilder().UseSystemd().Build();
}
else
{
    var builder = Host.CreateApplicationBuilder();
    builder.Services.AddSystemd();
    host = builder.Build();
}

using (host)
{
    Console.WriteLine($"service={SystemdHelpers.IsSystemdService()}");
    Console.WriteLine($"lifetime={host.Services.GetRequiredService<IHostLifetime>().GetType().Name}");
    Console.WriteLine($"formatter={host.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName}");
    if (args.Contains("run"))
        await host.RunAsync();
}
