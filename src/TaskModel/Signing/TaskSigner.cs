using System.Security.Cryptography;

namespace NodeTasker.TaskModel.Signing;

/// <summary>Makes the signature that <see cref="TaskSignature"/> checks.</summary>
public static class TaskSigner
{
    /// <summary>The value of <c>data.signature</c>: base64 on one line. A signature that <paramref name="document"/> carries already doesn't count.</summary>
    /// <param name="document">The task, with everything else that it will have.</param>
    /// <param name="key">A private key, as <see cref="SigningKey"/> reads it.</param>
    public static string Sign(TaskDocument document, ECDsa key) =>
        Convert.ToBase64String(key.SignData(SignedPayload.Of(document), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
}
