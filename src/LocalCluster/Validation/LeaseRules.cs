using System.Globalization;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Validation;

/// <summary>What a Lease must obey.</summary>
internal static class LeaseRules
{
    public static IEnumerable<FieldError> Check(JsonObject value)
    {
        var spec = value["spec"] as JsonObject ?? [];
        if (spec["leaseDurationSeconds"]?.GetValue<long>() is { } duration and <= 0)
            yield return FieldError.Invalid(
                "spec.leaseDurationSeconds",
                duration.ToString(CultureInfo.InvariantCulture),
                "must be greater than 0"
            ) with
            {
                Message = $"Invalid value: {duration}: must be greater than 0",
            };
        if (spec["leaseTransitions"]?.GetValue<long>() is { } transitions and < 0)
            yield return FieldError.Invalid("spec.leaseTransitions", "", "") with
            {
                Message = $"Invalid value: {transitions}: must be greater than or equal to 0",
            };
        if (spec["holderIdentity"] is { } holder && holder.GetValue<string>().Length == 0)
            yield return FieldError.Invalid("spec.holderIdentity", "", "must not be empty");
    }
}
