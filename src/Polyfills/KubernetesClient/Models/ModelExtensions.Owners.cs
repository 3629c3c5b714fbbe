namespace k8s.Models;

public static partial class ModelExtensions
{
    public static string ApiGroup(this IKubernetesObject obj) => obj.ApiGroupAndVersion().Item1;

    public static string ApiGroupVersion(this IKubernetesObject obj) => obj.ApiGroupAndVersion().Item2;

    public static (string, string) ApiGroupAndVersion(this IKubernetesObject obj)
    {
        obj.GetApiGroupAndVersion(out var group, out var version);
        return (group, version);
    }

    public static void GetApiGroupAndVersion(this IKubernetesObject obj, out string group, out string version)
    {
        ArgumentNullException.ThrowIfNull(obj);
        var slash = obj.ApiVersion?.IndexOf('/') ?? -1;
        (group, version) = slash < 0 ? ("", obj.ApiVersion) : (obj.ApiVersion[..slash], obj.ApiVersion[(slash + 1)..]);
    }

    public static void AddOwnerReference(this IMetadata<V1ObjectMeta> obj, V1OwnerReference ownerRef)
    {
        ArgumentNullException.ThrowIfNull(ownerRef);
        var meta = obj.EnsureMetadata();
        (meta.OwnerReferences ??= []).Add(ownerRef);
    }

    public static V1OwnerReference GetController(this IMetadata<V1ObjectMeta> obj) => obj.GetOwnerReference(owner => owner.Controller == true);

    public static bool IsOwnedBy(this IMetadata<V1ObjectMeta> obj, IKubernetesObject<V1ObjectMeta> owner) => obj.FindOwnerReference(owner) >= 0;

    public static int FindOwnerReference(this IMetadata<V1ObjectMeta> obj, IKubernetesObject<V1ObjectMeta> owner) => obj.FindOwnerReference(reference => reference.Matches(owner));

    public static int FindOwnerReference(this IMetadata<V1ObjectMeta> obj, Predicate<V1OwnerReference> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var owners = obj.OwnerReferences();
        for (var i = 0; i < owners?.Count; i++)
        {
            if (predicate(owners[i])) return i;
        }

        return -1;
    }

    public static V1OwnerReference GetOwnerReference(this IMetadata<V1ObjectMeta> obj, IKubernetesObject<V1ObjectMeta> owner) => obj.GetOwnerReference(reference => reference.Matches(owner));

    public static V1OwnerReference GetOwnerReference(this IMetadata<V1ObjectMeta> obj, Predicate<V1OwnerReference> predicate)
        => obj.FindOwnerReference(predicate) is >= 0 and var index ? obj.Metadata.OwnerReferences[index] : null;

    public static V1OwnerReference RemoveOwnerReference(this IMetadata<V1ObjectMeta> obj, IKubernetesObject<V1ObjectMeta> owner)
    {
        var reference = obj.GetOwnerReference(owner);
        if (reference is not null) obj.Metadata.OwnerReferences.RemoveAt(obj.FindOwnerReference(owner));
        return reference;
    }

    public static bool RemoveOwnerReferences(this IMetadata<V1ObjectMeta> obj, IKubernetesObject<V1ObjectMeta> owner) => obj.RemoveOwnerReferences(reference => reference.Matches(owner));

    public static bool RemoveOwnerReferences(this IMetadata<V1ObjectMeta> obj, Predicate<V1OwnerReference> predicate)
    {
        var removed = false;
        for (var index = obj.FindOwnerReference(predicate); index >= 0; index = obj.FindOwnerReference(predicate))
        {
            obj.Metadata.OwnerReferences.RemoveAt(index);
            removed = true;
        }

        return removed;
    }

    public static bool Matches(this V1ObjectReference objref, IKubernetesObject<V1ObjectMeta> obj)
    {
        ArgumentNullException.ThrowIfNull(objref);
        ArgumentNullException.ThrowIfNull(obj);
        return objref.ApiVersion == obj.ApiVersion && objref.Kind == obj.Kind && objref.Name == obj.Name() && objref.Uid == obj.Uid() && objref.NamespaceProperty == obj.Namespace();
    }

    public static bool Matches(this V1OwnerReference owner, IKubernetesObject<V1ObjectMeta> obj)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(obj);
        return owner.ApiVersion == obj.ApiVersion && owner.Kind == obj.Kind && owner.Name == obj.Name() && owner.Uid == obj.Uid();
    }
}
