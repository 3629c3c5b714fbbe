namespace k8s.KubeConfigModels;

/// <summary>A kubeconfig file as it is written, before a context is chosen from it.</summary>
public class K8SConfiguration
{
    public IDictionary<string, object> Preferences { get; set; }

    public string ApiVersion { get; set; }

    public string Kind { get; set; }

    public string CurrentContext { get; set; }

    public IEnumerable<Context> Contexts { get; set; } = [];

    public IEnumerable<Cluster> Clusters { get; set; } = [];

    public IEnumerable<User> Users { get; set; } = [];

    public IEnumerable<NamedExtension> Extensions { get; set; }

    public string FileName { get; set; }
}
