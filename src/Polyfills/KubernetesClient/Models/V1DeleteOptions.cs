using System.Text.Json.Serialization;

namespace k8s.Models;

[KubernetesEntity(Group = KubeGroup, Kind = KubeKind, ApiVersion = KubeApiVersion, PluralName = KubePluralName)]
public partial record V1DeleteOptions : IKubernetesObject
{
    public const string KubeApiVersion = "v1";
    public const string KubeKind = "DeleteOptions";
    public const string KubeGroup = "";
    public const string KubePluralName = "deleteoptions";

    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; }

    [JsonPropertyName("dryRun")]
    public IList<string> DryRun { get; set; }

    [JsonPropertyName("gracePeriodSeconds")]
    public long? GracePeriodSeconds { get; set; }

    [JsonPropertyName("ignoreStoreReadErrorWithClusterBreakingPotential")]
    public bool? IgnoreStoreReadErrorWithClusterBreakingPotential { get; set; }

    [JsonPropertyName("kind")]
    public string Kind { get; set; }

    [JsonPropertyName("orphanDependents")]
    public bool? OrphanDependents { get; set; }

    [JsonPropertyName("preconditions")]
    public V1Preconditions Preconditions { get; set; }

    [JsonPropertyName("propagationPolicy")]
    public string PropagationPolicy { get; set; }
}
