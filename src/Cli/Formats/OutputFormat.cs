namespace NodeTasker.Cli.Formats;

/// <summary>The values of <c>-o</c>.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>For people with a wide screen.</summary>
    Wide,

    /// <summary>For programs; the shapes are in docs/cli-output.md.</summary>
    Json,

    /// <summary>The same as YAML.</summary>
    Yaml,

    /// <summary>Names alone, a line each.</summary>
    Name,
}
