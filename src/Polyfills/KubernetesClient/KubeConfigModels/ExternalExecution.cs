namespace k8s.KubeConfigModels;

public class ExternalExecution
{
    public string ApiVersion { get; set; }

    public string Command { get; set; }

    public IList<Dictionary<string, string>> EnvironmentVariables { get; set; }

    public IList<string> Arguments { get; set; }

    internal string InstallHint { get; set; }

    internal bool ProvideClusterInfo { get; set; }

    /// <summary>The cluster of the chosen context, for a plugin that wants to know it.</summary>
    internal ClusterEndpoint Cluster { get; set; }
}
