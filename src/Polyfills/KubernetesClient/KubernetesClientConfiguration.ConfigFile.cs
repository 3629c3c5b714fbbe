using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace k8s;

public partial class KubernetesClientConfiguration
{
    public static readonly string KubeConfigDefaultLocation = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");

    public static KubernetesClientConfiguration BuildDefaultConfig() => BuildDefaultConfig(Environment.GetEnvironmentVariable);

    public static KubernetesClientConfiguration BuildConfigFromConfigFile(string kubeconfigPath = null, string currentContext = null, string masterUrl = null, bool useRelativePaths = true)
        => BuildConfigFromConfigObject(LoadKubeConfig(kubeconfigPath, useRelativePaths), currentContext, masterUrl);

    public static KubernetesClientConfiguration BuildConfigFromConfigFile(FileInfo kubeconfig, string currentContext = null, string masterUrl = null, bool useRelativePaths = true)
        => BuildConfigFromConfigObject(LoadKubeConfig(kubeconfig, useRelativePaths), currentContext, masterUrl);

    public static KubernetesClientConfiguration BuildConfigFromConfigFile(Stream kubeconfig, string currentContext = null, string masterUrl = null)
        => BuildConfigFromConfigObject(LoadKubeConfig(kubeconfig), currentContext, masterUrl);

    public static async Task<KubernetesClientConfiguration> BuildConfigFromConfigFileAsync(FileInfo kubeconfig, string currentContext = null, string masterUrl = null, bool useRelativePaths = true)
        => BuildConfigFromConfigObject(await LoadKubeConfigAsync(kubeconfig, useRelativePaths).ConfigureAwait(false), currentContext, masterUrl);

    public static async Task<KubernetesClientConfiguration> BuildConfigFromConfigFileAsync(Stream kubeconfig, string currentContext = null, string masterUrl = null)
        => BuildConfigFromConfigObject(await LoadKubeConfigAsync(kubeconfig).ConfigureAwait(false), currentContext, masterUrl);

    public static Task<K8SConfiguration> LoadKubeConfigAsync(string kubeconfigPath = null, bool useRelativePaths = true)
        => LoadKubeConfigAsync(new FileInfo(kubeconfigPath ?? KubeConfigDefaultLocation), useRelativePaths);

    public static K8SConfiguration LoadKubeConfig(string kubeconfigPath = null, bool useRelativePaths = true)
        => LoadKubeConfig(new FileInfo(kubeconfigPath ?? KubeConfigDefaultLocation), useRelativePaths);

    public static async Task<K8SConfiguration> LoadKubeConfigAsync(FileInfo kubeconfig, bool useRelativePaths = true)
    {
        ArgumentNullException.ThrowIfNull(kubeconfig);
        return Read(kubeconfig, useRelativePaths, new MemoryStream(await Bytes(kubeconfig, path => File.ReadAllBytesAsync(path)).ConfigureAwait(false)));
    }

    public static K8SConfiguration LoadKubeConfig(FileInfo kubeconfig, bool useRelativePaths = true)
    {
        ArgumentNullException.ThrowIfNull(kubeconfig);
        return Read(kubeconfig, useRelativePaths, new MemoryStream(Bytes(kubeconfig, File.ReadAllBytes)));
    }

    public static async Task<K8SConfiguration> LoadKubeConfigAsync(Stream kubeconfigStream)
    {
        ArgumentNullException.ThrowIfNull(kubeconfigStream);
        var copy = new MemoryStream();
        await kubeconfigStream.CopyToAsync(copy).ConfigureAwait(false);
        copy.Position = 0;
        return LoadKubeConfig(copy);
    }

    public static K8SConfiguration LoadKubeConfig(Stream kubeconfigStream)
    {
        ArgumentNullException.ThrowIfNull(kubeconfigStream);
        return KubeConfigYaml.Read(kubeconfigStream, "The kubeconfig", null);
    }

    internal static KubernetesClientConfiguration BuildDefaultConfig(Func<string, string> environment)
    {
        var files = environment("KUBECONFIG")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (files.Length > 0) return BuildConfigFromConfigObject(Merge(files.Select(file => LoadKubeConfig(file.Trim('"'))).ToArray()));
        if (File.Exists(KubeConfigDefaultLocation)) return BuildConfigFromConfigFile(KubeConfigDefaultLocation);
        return IsInCluster(ServiceAccountFolder, environment) ? InClusterConfig(ServiceAccountFolder, environment) : new KubernetesClientConfiguration { Host = "http://localhost:8080" };
    }

    private static K8SConfiguration Merge(K8SConfiguration[] files) => new()
    {
        FileName = files[0].FileName,
        ApiVersion = files[0].ApiVersion,
        Kind = files[0].Kind,
        CurrentContext = files.Select(file => file.CurrentContext).FirstOrDefault(context => !string.IsNullOrEmpty(context)),
        Contexts = files.SelectMany(file => file.Contexts).DistinctBy(context => context.Name).ToArray(),
        Clusters = files.SelectMany(file => file.Clusters).DistinctBy(cluster => cluster.Name).ToArray(),
        Users = files.SelectMany(file => file.Users).DistinctBy(user => user.Name).ToArray(),
    };

    private static K8SConfiguration Read(FileInfo file, bool useRelativePaths, Stream content)
    {
        using (content)
        {
            var configuration = KubeConfigYaml.Read(content, file.FullName, useRelativePaths ? file.DirectoryName : null);
            configuration.FileName = useRelativePaths ? file.FullName : null;
            return configuration;
        }
    }

    private static T Bytes<T>(FileInfo file, Func<string, T> read)
    {
        if (!File.Exists(file.FullName)) throw new KubeConfigException($"There is no kubeconfig at {file.FullName}.");
        try
        {
            return read(file.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"The kubeconfig can't be read: {e.Message}", e);
        }
    }
}
