using System.Globalization;

namespace NodeTasker.TaskModel;

/// <summary>What of a run's output goes into its result: the head and the tail, always valid UTF-8.</summary>
/// <param name="Text">The excerpt, with an exact count of the bytes left out between head and tail.</param>
/// <param name="IsTruncated">Whether bytes were left out.</param>
public sealed record OutputExcerpt(string Text, bool IsTruncated)
{
    /// <summary>The largest limit: <c>512Ki</c>.</summary>
    public const int MaxLimit = 512 * 1024;

    /// <summary>
    /// Renders an excerpt. NUL and other control characters that a ConfigMap or a terminal cannot hold become U+FFFD;
    /// half characters at the cut are left out and counted.
    /// </summary>
    /// <remarks>
    /// Kept as they are: tab, line feed and every printable character. CR LF and CR alone become a line feed, so that no line can
    /// overwrite another. The other control characters become U+FFFD each: U+0000 to U+001F, ESC with them, U+007F to U+009F; and so does
    /// what is no UTF-8. That can make three bytes of one; where the text would exceed <paramref name="limit"/>, more of the output is
    /// left out of the middle, and counted. A limit too small for the line that says so leaves just the head.
    /// </remarks>
    /// <param name="head">The first bytes of the output.</param>
    /// <param name="tail">The last bytes of the output; not overlapping <paramref name="head"/>.</param>
    /// <param name="totalBytes">How much was written in all.</param>
    /// <param name="limit">The most bytes of UTF-8 that <see cref="Text"/> may have, marker included.</param>
    /// <param name="kept">What is kept of what is left out, and where.</param>
    public static OutputExcerpt Of(
        ReadOnlySpan<byte> head,
        ReadOnlySpan<byte> tail,
        long totalBytes,
        int limit = MaxLimit,
        string kept = "all of it is in the node's log"
    )
    {
        var isWhole = totalBytes <= (long)head.Length + tail.Length;
        if (isWhole)
        {
            // Joined, as a character may lie on both sides.
            byte[] joined = [.. head, .. tail];
            head = joined;
            tail = [];
            totalBytes = head.Length;
        }

        var fitting = ExcerptText.PrefixWithin(head, limit);
        if (isWhole && fitting == head.Length)
            return new OutputExcerpt(ExcerptText.Render(head), IsTruncated: false);

        // No count that can come has more digits than this one.
        var room = limit - Marker(totalBytes, kept).Length;
        if (room < 0)
            return new OutputExcerpt(ExcerptText.Render(head[..fitting]), IsTruncated: true);

        if (isWhole)
        {
            var middle = head.Length / 2;
            tail = head[middle..];
            head = head[..middle];
        }

        return Cut(ExcerptText.WithoutHalfAtEnd(head), ExcerptText.WithoutHalfAtStart(tail), totalBytes, room, kept);
    }

    private static OutputExcerpt Cut(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, long totalBytes, int room, string kept)
    {
        var roomOfHead = Math.Max(room / 2, room - ExcerptText.Measure(tail));
        head = head[..ExcerptText.PrefixWithin(head, roomOfHead)];
        tail = tail[ExcerptText.StartWithin(tail, room - ExcerptText.Measure(head))..];
        var leftOut = totalBytes - head.Length - tail.Length;
        return new OutputExcerpt($"{ExcerptText.Render(head)}{Marker(leftOut, kept)}{ExcerptText.Render(tail)}", IsTruncated: true);
    }

    private static string Marker(long leftOut, string kept) =>
        string.Create(CultureInfo.InvariantCulture, $"\n... {leftOut:N0} bytes left out, {kept} ...\n");
}
