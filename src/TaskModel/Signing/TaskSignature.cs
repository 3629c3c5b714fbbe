namespace NodeTasker.TaskModel.Signing;

/// <summary>Checks the signature that a task carries.</summary>
/// <remarks>
/// <c>data.signature</c> is base64 of an ECDSA-SHA256 signature in DER (RFC 3279) over <see cref="SignedPayload"/>, as <c>cosign sign-blob</c> and
/// <c>openssl dgst -sha256 -sign</c> make it. White space in it doesn't count. Neither <c>notAfter</c> nor <c>audience</c> is looked at: with a
/// <see cref="SignatureVerdict.Trusted"/> verdict they are as the signer wrote them.
/// </remarks>
public static class TaskSignature
{
    /// <summary>Whether one of <paramref name="keys"/> has signed all of <paramref name="document"/>.</summary>
    public static SignatureVerdict Verify(TaskDocument document, TrustedKeys keys)
    {
        if (!document.Data.TryGetValue(SignedPayload.SignatureKey, out var text) || string.IsNullOrWhiteSpace(text))
        {
            return new SignatureVerdict.Refused(
                RejectedReason.Unsigned,
                $"The task has no signature, and only tasks signed by {NamesOf(keys)} run here. Sign it with 'node-tasker sign', or put the signature of what 'node-tasker payload' prints into the key 'signature'."
            );
        }

        var signature = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, signature, out var length) || !IsDer(signature.AsSpan(0, length)))
        {
            return new SignatureVerdict.Refused(
                RejectedReason.BadSignature,
                "The task's signature is no ECDSA signature in DER as base64, as 'cosign sign-blob' and 'openssl dgst -sha256 -sign KEY | base64' print it. Sign the task again."
            );
        }

        var payload = SignedPayload.Of(document);
        var signer = keys.Keys.FirstOrDefault(key => key.Verifies(payload, signature[..length]));
        return signer is not null
            ? new SignatureVerdict.Trusted(signer.Name)
            : new SignatureVerdict.Refused(
                RejectedReason.BadSignature,
                $"The task's signature is not one of {NamesOf(keys)} over this content: another key made it, or the task was changed after it was signed. Sign it again, as it is now, with a trusted key."
            );
    }

    private static string NamesOf(TrustedKeys keys) =>
        keys.Keys.Count == 1
            ? $"the key {keys.Keys[0].Name}"
            : $"the {keys.Keys.Count} trusted keys ({string.Join(", ", keys.Keys.Take(5).Select(key => key.Name))}{(keys.Keys.Count > 5 ? ", …" : "")})";

    // SEQUENCE { r INTEGER, s INTEGER } of 32-byte numbers fits a one-byte length.
    private static bool IsDer(ReadOnlySpan<byte> signature) =>
        signature.Length is >= 8 and <= 72 && signature[0] == 0x30 && signature[1] == signature.Length - 2;
}
