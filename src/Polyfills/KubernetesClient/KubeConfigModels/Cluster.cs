namespace k8s.KubeConfigModels;

public class Cluster
{
    public ClusterEndpoint ClusterEndpoint { get; set; }

    public string Name { get; set; }
}
