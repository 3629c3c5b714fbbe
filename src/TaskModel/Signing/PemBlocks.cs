using System.Security.Cryptography;

namespace NodeTasker.TaskModel.Signing;

/// <summary>One block of a PEM file, decoded.</summary>
internal sealed record PemBlock(string Label, byte[] Content);

/// <summary>What is in a PEM file; text around the blocks doesn't count.</summary>
internal static class PemBlocks
{
    public static IReadOnlyList<PemBlock> Of(ReadOnlySpan<char> text)
    {
        var blocks = new List<PemBlock>();
        while (PemEncoding.TryFind(text, out var fields))
        {
            blocks.Add(new PemBlock(text[fields.Label].ToString(), Convert.FromBase64String(text[fields.Base64Data].ToString())));
            text = text[fields.Location.End..];
        }

        return blocks;
    }
}
