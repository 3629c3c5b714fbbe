using k8s.Models;

namespace k8s;

public interface IKubernetesObject
{
    string ApiVersion { get; set; }

    string Kind { get; set; }
}

public interface IKubernetesObject<TMetadata> : IKubernetesObject, IMetadata<TMetadata>
{
}

public class KubernetesObject : IKubernetesObject
{
    public string ApiVersion { get; set; }

    public string Kind { get; set; }
}
