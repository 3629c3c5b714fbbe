namespace NodeTasker.LocalCluster.Schema;

/// <summary>The kinds of <see cref="TypeSchema.Scalar"/>.</summary>
internal enum ScalarKind
{
    Text,
    Int32,
    Int64,
    Boolean,
    Bytes,
    Time,
    MicroTime,
    Quantity,

    /// <summary>Any JSON, kept as it is.</summary>
    Raw,
}
