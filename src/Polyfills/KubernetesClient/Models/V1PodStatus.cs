using System.Text.Json.Serialization;

namespace k8s.Models;

public partial record V1PodStatus
{
    [JsonPropertyName("conditions")]
    public IList<V1PodCondition> Conditions { get; set; }

    [JsonPropertyName("containerStatuses")]
    public IList<V1ContainerStatus> ContainerStatuses { get; set; }

    [JsonPropertyName("hostIP")]
    public string HostIP { get; set; }

    [JsonPropertyName("message")]
    public string Message { get; set; }

    [JsonPropertyName("phase")]
    public string Phase { get; set; }

    [JsonPropertyName("podIP")]
    public string PodIP { get; set; }

    [JsonPropertyName("qosClass")]
    public string QosClass { get; set; }

    [JsonPropertyName("reason")]
    public string Reason { get; set; }

    [JsonPropertyName("startTime")]
    public DateTime? StartTime { get; set; }
}
