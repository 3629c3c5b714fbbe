using System.Text;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Validation;

/// <summary>What an object must obey before it is stored.</summary>
internal static class ObjectRules
{
    public static IReadOnlyList<FieldError> Check(ResourceKind kind, JsonObject value)
    {
        var errors = new List<FieldError>(MetadataRules.Check(kind, value));
        if (kind == ResourceCatalog.ConfigMaps)
            errors.AddRange(ConfigMapRules.Check(value));
        else if (kind == ResourceCatalog.Leases)
            errors.AddRange(LeaseRules.Check(value));
        return errors;
    }

    public static IReadOnlyList<FieldError> CheckUpdate(ResourceKind kind, JsonObject value, JsonObject old)
    {
        var errors = new List<FieldError>(MetadataRules.CheckUpdate(value, old));
        if (kind == ResourceCatalog.ConfigMaps)
            errors.AddRange(ConfigMapRules.CheckUpdate(value, old));
        errors.AddRange(Check(kind, value));
        return errors;
    }
}
