using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;

namespace NodeTasker.LocalCluster.Tables;

/// <summary>The frame of an event in a watch: <c>{"type":…,"object":…}</c> and a newline.</summary>
internal static class WatchLine
{
    public static void Write(IBufferWriter<byte> output, string type, ReadOnlySpan<byte> json)
    {
        output.Write(Encoding.ASCII.GetBytes($"{{\"type\":\"{type}\",\"object\":"));
        output.Write(json);
        output.Write("}\n"u8);
    }

    public static ReadOnlySpan<byte> Create(string type, JsonNode value)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(output, type, JsonText.Write(value));
        return output.WrittenSpan;
    }
}
