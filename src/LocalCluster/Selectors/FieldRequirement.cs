using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Storage;

namespace NodeTasker.LocalCluster.Selectors;

/// <summary>One condition on a field.</summary>
internal sealed record FieldRequirement(string Field, bool IsEqual, string Value)
{
    public bool Matches(StoredObject candidate)
    {
        var actual = Field switch
        {
            "metadata.name" => candidate.Name,
            "metadata.namespace" => candidate.Namespace,
            _ => candidate.Fields.GetValueOrDefault(Field, ""),
        };
        return actual == Value == IsEqual;
    }

    public static FieldRequirement Parse(string term)
    {
        foreach (var (sign, isEqual) in new[] { ("!=", false), ("==", true), ("=", true) })
        {
            var at = term.IndexOf(sign, StringComparison.Ordinal);
            if (at >= 0)
                return new FieldRequirement(term[..at], isEqual, term[(at + sign.Length)..]);
        }

        throw ApiErrors.BadRequest($"invalid selector: '{term}'; can't understand '{term}'");
    }
}
