namespace k8s.KubeConfigModels;

public class Context
{
    public ContextDetails ContextDetails { get; set; }

    public string Name { get; set; }
}
