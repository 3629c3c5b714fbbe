namespace k8s.KubeConfigModels;

public class User
{
    public UserCredentials UserCredentials { get; set; }

    public string Name { get; set; }
}
