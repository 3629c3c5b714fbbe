using k8s;
using k8s.KubeConfigModels;

namespace NodeTasker.Cli.Connecting;

/// <summary>Finds the kubeconfig as kubectl does: the flag, then <c>KUBECONFIG</c> (several files count as one), then <c>~/.kube/config</c>.</summary>
internal static class KubeconfigFiles
{
    /// <summary>What the files say together; null when there is none.</summary>
    public static K8SConfiguration? Load(string? flag)
    {
        var files = (flag is not null ? [flag] : FromEnvironment())
            .Select(file => KubernetesClientConfiguration.LoadKubeConfig(file))
            .ToList();
        if (files.Count <= 1)
            return files.FirstOrDefault();

        // The first to say something counts.
        return new K8SConfiguration
        {
            FileName = files[0].FileName,
            CurrentContext = files.Select(file => file.CurrentContext).FirstOrDefault(context => !string.IsNullOrEmpty(context)),
            Contexts = [.. files.SelectMany(file => file.Contexts).DistinctBy(context => context.Name)],
            Clusters = [.. files.SelectMany(file => file.Clusters).DistinctBy(cluster => cluster.Name)],
            Users = [.. files.SelectMany(file => file.Users).DistinctBy(user => user.Name)],
        };
    }

    private static IEnumerable<string> FromEnvironment()
    {
        var named = Environment.GetEnvironmentVariable("KUBECONFIG")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            ?? [];
        var files = named.Length > 0 ? named : [KubernetesClientConfiguration.KubeConfigDefaultLocation];

        // As kubectl: of several, those that are not there are passed over; a single one that was named must be there.
        return named.Length == 1 ? files : files.Where(File.Exists);
    }
}
