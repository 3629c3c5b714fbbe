using System.Text.Json;

namespace k8s.Models;

public partial record V1Status
{
    internal JsonElement Original { get; set; }

    /// <summary>Whether a delete was answered with the object itself rather than with a Status.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasObject { get; internal set; }

    public T ObjectView<T>() => KubernetesJson.Deserialize<T>(Original);

    public override string ToString() => Reason + " - " + Message;
}
