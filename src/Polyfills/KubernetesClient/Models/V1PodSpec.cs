using System.Text.Json.Serialization;

namespace k8s.Models;

public partial record V1PodSpec
{
    [JsonPropertyName("containers")]
    public IList<V1Container> Containers { get; set; }

    [JsonPropertyName("hostNetwork")]
    public bool? HostNetwork { get; set; }

    [JsonPropertyName("hostPID")]
    public bool? HostPID { get; set; }

    [JsonPropertyName("initContainers")]
    public IList<V1Container> InitContainers { get; set; }

    [JsonPropertyName("nodeName")]
    public string NodeName { get; set; }

    [JsonPropertyName("nodeSelector")]
    public IDictionary<string, string> NodeSelector { get; set; }

    [JsonPropertyName("priority")]
    public int? Priority { get; set; }

    [JsonPropertyName("priorityClassName")]
    public string PriorityClassName { get; set; }

    [JsonPropertyName("restartPolicy")]
    public string RestartPolicy { get; set; }

    [JsonPropertyName("serviceAccountName")]
    public string ServiceAccountName { get; set; }

    [JsonPropertyName("terminationGracePeriodSeconds")]
    public long? TerminationGracePeriodSeconds { get; set; }

    [JsonPropertyName("tolerations")]
    public IList<V1Toleration> Tolerations { get; set; }
}
