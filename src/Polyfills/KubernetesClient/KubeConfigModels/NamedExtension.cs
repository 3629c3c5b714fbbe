namespace k8s.KubeConfigModels;

public class NamedExtension
{
    public string Name { get; set; }

    public object Extension { get; set; }
}
