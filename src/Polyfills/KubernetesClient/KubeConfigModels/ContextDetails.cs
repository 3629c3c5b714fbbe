namespace k8s.KubeConfigModels;

public class ContextDetails
{
    public string Cluster { get; set; }

    public string User { get; set; }

    public string Namespace { get; set; }

    public IEnumerable<NamedExtension> Extensions { get; set; }
}
