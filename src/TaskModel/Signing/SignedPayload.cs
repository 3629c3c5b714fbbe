namespace NodeTasker.TaskModel.Signing;

/// <summary>The bytes of a task that a signature is made over.</summary>
/// <remarks>
/// The canonical JSON (see <see cref="CanonicalJson"/>) of <c>{"binaryData":{KEY:BASE64},"data":{KEY:TEXT}}</c>: everything in
/// <c>binaryData</c>, and everything in <c>data</c> but <c>signature</c>. Both members are always there, <c>{}</c> when there is nothing
/// in them. No newline at the end. The task's name, namespace, labels and annotations are not in it.
/// </remarks>
public static class SignedPayload
{
    /// <summary>The key in <c>data</c> that holds the signature.</summary>
    public const string SignatureKey = "signature";

    /// <summary>The payload of <paramref name="document"/>, whether it carries a signature or not.</summary>
    public static byte[] Of(TaskDocument document)
    {
        var signed = document.Data.Where(entry => entry.Key != SignatureKey).ToDictionary(StringComparer.Ordinal);
        return CanonicalJson.Of(signed, document.BinaryData);
    }
}
