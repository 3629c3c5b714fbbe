namespace NodeTasker.LocalCluster.Schema;

/// <summary>A field of a <see cref="TypeSchema.Struct"/>; <paramref name="Number"/> is its protobuf tag, 0 where none is needed.</summary>
internal sealed record FieldSchema(string Name, TypeSchema Type, int Number, Presence Presence);

/// <summary>When a field is written.</summary>
internal enum Presence
{
    /// <summary>Left out when it has the zero value of its type.</summary>
    OmitZero,

    /// <summary>Left out only when it was not given.</summary>
    Optional,

    /// <summary>Always written.</summary>
    Always,
}
