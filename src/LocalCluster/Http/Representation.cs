namespace NodeTasker.LocalCluster.Http;

/// <summary>How a client wants objects: whole, as rows of a table, or just their metadata.</summary>
internal enum Representation
{
    Object,
    Table,
    PartialObjectMetadata,
}
