namespace k8s.Models;

/// <summary>Shortcuts to metadata; the getters take objects without any.</summary>
public static partial class ModelExtensions
{
    public static string Name(this IMetadata<V1ObjectMeta> obj) => obj?.Metadata?.Name;

    public static string Namespace(this IMetadata<V1ObjectMeta> obj) => obj?.Metadata?.NamespaceProperty;

    public static string Uid(this IMetadata<V1ObjectMeta> obj) => obj?.Metadata?.Uid;

    public static string ResourceVersion(this IMetadata<V1ObjectMeta> obj) => obj?.Metadata?.ResourceVersion;

    public static long? Generation(this IMetadata<V1ObjectMeta> obj) => obj?.Metadata?.Generation;

    public static DateTime? CreationTimestamp(this IMetadata<V1ObjectMeta> obj) => obj?.Metadata?.CreationTimestamp;

    public static DateTime? DeletionTimestamp(this IMetadata<V1ObjectMeta> obj) => obj?.Metadata?.DeletionTimestamp;

    public static IDictionary<string, string> Labels(this IMetadata<V1ObjectMeta> obj) => obj?.Metadata?.Labels;

    public static IDictionary<string, string> Annotations(this IMetadata<V1ObjectMeta> obj) => obj?.Metadata?.Annotations;

    public static IList<string> Finalizers(this IMetadata<V1ObjectMeta> obj) => obj?.Metadata?.Finalizers;

    public static IList<V1OwnerReference> OwnerReferences(this IMetadata<V1ObjectMeta> obj) => obj?.Metadata?.OwnerReferences;

    public static string GetLabel(this IMetadata<V1ObjectMeta> obj, string key) => Value(obj.Labels(), key);

    public static string GetAnnotation(this IMetadata<V1ObjectMeta> obj, string key) => Value(obj.Annotations(), key);

    public static void SetLabel(this IMetadata<V1ObjectMeta> obj, string key, string value)
    {
        if (value is null) obj.Labels()?.Remove(key);
        else obj.EnsureMetadata().EnsureLabels()[key] = value;
    }

    public static void SetAnnotation(this IMetadata<V1ObjectMeta> obj, string key, string value)
    {
        if (value is null) obj.Annotations()?.Remove(key);
        else obj.EnsureMetadata().EnsureAnnotations()[key] = value;
    }

    public static bool HasFinalizer(this IMetadata<V1ObjectMeta> obj, string finalizer) => obj.Finalizers()?.Contains(finalizer) == true;

    public static bool AddFinalizer(this IMetadata<V1ObjectMeta> obj, string finalizer)
    {
        ArgumentException.ThrowIfNullOrEmpty(finalizer);
        if (obj.HasFinalizer(finalizer)) return false;
        obj.EnsureMetadata().EnsureFinalizers().Add(finalizer);
        return true;
    }

    public static bool RemoveFinalizer(this IMetadata<V1ObjectMeta> obj, string finalizer) => obj.Finalizers()?.Remove(finalizer) == true;

    public static V1ObjectMeta EnsureMetadata(this IMetadata<V1ObjectMeta> obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return obj.Metadata ??= new V1ObjectMeta();
    }

    public static string Continue(this IMetadata<V1ListMeta> list) => list?.Metadata?.ContinueProperty;

    public static string ResourceVersion(this IMetadata<V1ListMeta> list) => list?.Metadata?.ResourceVersion;

    public static V1ListMeta EnsureMetadata(this IMetadata<V1ListMeta> obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return obj.Metadata ??= new V1ListMeta();
    }

    public static IDictionary<string, string> EnsureLabels(this V1ObjectMeta meta)
    {
        ArgumentNullException.ThrowIfNull(meta);
        return meta.Labels ??= new Dictionary<string, string>();
    }

    public static IDictionary<string, string> EnsureAnnotations(this V1ObjectMeta meta)
    {
        ArgumentNullException.ThrowIfNull(meta);
        return meta.Annotations ??= new Dictionary<string, string>();
    }

    public static IList<string> EnsureFinalizers(this V1ObjectMeta meta)
    {
        ArgumentNullException.ThrowIfNull(meta);
        return meta.Finalizers ??= [];
    }

    public static string Namespace(this V1ObjectMeta meta) => meta?.NamespaceProperty;

    public static void SetNamespace(this V1ObjectMeta meta, string ns)
    {
        ArgumentNullException.ThrowIfNull(meta);
        meta.NamespaceProperty = ns;
    }

    private static string Value(IDictionary<string, string> values, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return values is not null && values.TryGetValue(key, out var value) ? value : null;
    }
}
