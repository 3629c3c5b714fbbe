namespace k8s.KubeConfigModels;

public class AuthProvider
{
    public Dictionary<string, string> Config { get; set; }

    public string Name { get; set; }
}
