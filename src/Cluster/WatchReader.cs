using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;

namespace NodeTasker.Cluster;

/// <summary>Reads the events of a watch, a line each. What is no event ends it with an exception: a watch that can't be read is made again.</summary>
internal static class WatchReader
{
    // An object has at most 1.5 MiB in etcd, and six bytes for one where JSON escapes it.
    private const int LongestLine = 16 << 20;
    private static readonly StreamPipeReaderOptions Buffering = new(bufferSize: 16 << 10, leaveOpen: true);

    public static async IAsyncEnumerable<(WatchEventType Type, T Item)> ReadAsync<T>(
        Stream stream,
        JsonTypeInfo<T> json,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
        where T : IKubernetesObject
    {
        var reader = PipeReader.Create(stream, Buffering);
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellationToken);
                var rest = read.Buffer;
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    var line = rest.Slice(0, end);
                    rest = rest.Slice(rest.GetPosition(1, end));
                    if (!IsBlank(line))
                        yield return EventOf(line, json);
                }

                if (rest.Length > LongestLine)
                    throw new InvalidDataException($"a line of the watch is longer than {LongestLine >> 20} MiB");
                if (read.IsCompleted)
                {
                    if (!rest.IsEmpty)
                        throw new InvalidDataException("the watch ended within a line");
                    yield break;
                }

                reader.AdvanceTo(rest.Start, rest.End);
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private static bool IsBlank(ReadOnlySequence<byte> line) => line.Length == 0 || (line.Length == 1 && line.FirstSpan[0] == (byte)'\r');

    private static (WatchEventType Type, T Item) EventOf<T>(ReadOnlySequence<byte> line, JsonTypeInfo<T> json)
        where T : IKubernetesObject
    {
        var utf8 = new Utf8JsonReader(line);
        var read = JsonSerializer.Deserialize(ref utf8, ApiJson.Default.WatchEvent);
        if (utf8.BytesConsumed < line.Length && !IsSpace(line.Slice(utf8.BytesConsumed)))
            throw new JsonException("a line of the watch is more than an event");
        var type = read?.Type switch
        {
            "ADDED" => WatchEventType.Added,
            "MODIFIED" => WatchEventType.Modified,
            "DELETED" => WatchEventType.Deleted,
            "BOOKMARK" => WatchEventType.Bookmark,
            "ERROR" => throw new KubernetesException(read.Object.Deserialize(ApiJson.Default.V1Status)),
            _ => throw new JsonException("an event of the watch has no known type"),
        };
        return (type, read.Object.Deserialize(json) ?? throw new JsonException("an event of the watch has no object"));
    }

    private static bool IsSpace(ReadOnlySequence<byte> rest)
    {
        foreach (var part in rest)
        {
            if (part.Span.ContainsAnyExcept(" \t\r"u8))
                return false;
        }

        return true;
    }
}

/// <summary>A line of a watch.</summary>
internal sealed record WatchEvent
{
    public required string Type { get; init; }

    public required JsonElement Object { get; init; }
}
