using System.Reflection;
using k8s.Exceptions;
using NodeTasker.Cluster;

namespace NodeTasker.ServiceHosting;

/// <summary>A service as a program: <c>--help</c>, <c>--version</c>, and exit code 2 with the reasons when it cannot start.</summary>
/// <param name="Name">The name of its executable.</param>
/// <param name="Help">What <c>--help</c> prints.</param>
/// <param name="Assembly">Which has its version.</param>
public sealed record ServiceProgram(string Name, string Help, Assembly Assembly)
{
    private const int CannotStart = 2;

    /// <summary>The version with the revision it was built from.</summary>
    public string Version => Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Runs it until it is told to stop; returns the exit code.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="parse">Its options, or null and what is wrong with them.</param>
    /// <param name="build">Makes it of them.</param>
    public async Task<int> RunAsync<TOptions>(
        string[] arguments,
        Func<IReadOnlyList<string>, (TOptions? Options, IReadOnlyList<string> Problems)> parse,
        Func<TOptions, ClientConfiguration, IHost> build
    )
        where TOptions : ServiceOptions
    {
        if (arguments is ["--help" or "-h"])
            return await PrintAsync(Help);
        if (arguments is ["--version"])
            return await PrintAsync(Version);

        var (options, problems) = parse(arguments);
        if (options is null)
            return await RefuseAsync([.. problems.Select(problem => $"{Name}: {problem}"), $"{Name} --help lists the options."]);

        try
        {
            var configuration = (options.Kubeconfig is null ? ClientConfiguration.OfPod() : null)
                ?? ClientConfiguration.Find(options.Kubeconfig, context: null, TimeProvider.System)
                ?? throw new KubeConfigException("this is not a pod, and there is no ~/.kube/config. Set --kubeconfig.");
            using var host = build(options, configuration with { UserAgent = $"{Name}/{Version}" });
            await host.RunAsync();
            return Environment.ExitCode;
        }
        catch (KubeConfigException e)
        {
            return await RefuseAsync([$"{Name}: no way to the API: {e.Message}"]);
        }
    }

    private static async Task<int> PrintAsync(string text)
    {
        await Console.Out.WriteLineAsync(text);
        return 0;
    }

    private static async Task<int> RefuseAsync(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            await Console.Error.WriteLineAsync(line);
        return CannotStart;
    }
}
