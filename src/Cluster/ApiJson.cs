using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace NodeTasker.Cluster;

/// <summary>The kinds that are used, for the client's JSON: its own context has a thousand, which native code would carry.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    Converters = [
        typeof(KubernetesJson.Iso8601TimeSpanConverter),
        typeof(KubernetesJson.KubernetesDateTimeConverter),
        typeof(KubernetesJson.KubernetesDateTimeOffsetConverter),
        typeof(V1Status.V1StatusObjectViewConverter),
    ]
)]
[JsonSerializable(typeof(ApiList<V1ConfigMap>))]
[JsonSerializable(typeof(ApiList<V1Node>))]
[JsonSerializable(typeof(ApiList<V1Lease>))]
[JsonSerializable(typeof(WatchEvent))]
[JsonSerializable(typeof(V1ConfigMap))]
[JsonSerializable(typeof(V1ConfigMapList))]
[JsonSerializable(typeof(V1Node))]
[JsonSerializable(typeof(V1NodeList))]
[JsonSerializable(typeof(V1Namespace))]
[JsonSerializable(typeof(V1Lease))]
[JsonSerializable(typeof(V1LeaseList))]
[JsonSerializable(typeof(Corev1Event))]
[JsonSerializable(typeof(V1Status))]
[JsonSerializable(typeof(V1DeleteOptions))]
[JsonSerializable(typeof(V1Patch))]
[JsonSerializable(typeof(VersionInfo))]
[JsonSerializable(typeof(V1SelfSubjectAccessReview))]
internal sealed partial class ApiJson : JsonSerializerContext
{
#pragma warning disable CA2255 // Before any client is made.
    [ModuleInitializer]
    internal static void Install() => KubernetesJson.AddJsonOptions(static options => options.TypeInfoResolverChain.Insert(0, Default));
#pragma warning restore CA2255
}
