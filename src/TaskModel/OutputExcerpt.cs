namespace NodeTasker.TaskModel;

/// <summary>What of a run's output goes into its result: the head and the tail, always valid UTF-8.</summary>
/// <param name="Text">The excerpt, with an exact count of the bytes left out between head and tail.</param>
/// <param name="IsTruncated">Whether bytes were left out.</param>
public sealed record OutputExcerpt(string Text, bool IsTruncated)
{
    /// <summary>
    /// Renders an excerpt. NUL and other control characters that a ConfigMap or a terminal cannot hold become U+FFFD;
    /// half characters at the cut are left out and counted.
    /// </summary>
    /// <param name="head">The first bytes of the output.</param>
    /// <param name="tail">The last bytes of the output; not overlapping <paramref name="head"/>.</param>
    /// <param name="totalBytes">How much was written in all.</param>
    public static OutputExcerpt Of(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, long totalBytes) => throw new NotImplementedException();
}
