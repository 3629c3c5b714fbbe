using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace NodeTasker.TaskModel.Signing;

/// <summary>A public key whose signatures count.</summary>
public sealed partial class TrustedKey
{
    private readonly byte[] _subjectPublicKeyInfo;

    private TrustedKey(string name, byte[] subjectPublicKeyInfo) => (Name, _subjectPublicKeyInfo) = (name, subjectPublicKeyInfo);

    /// <summary>The name of its file without the extension.</summary>
    public string Name { get; }

    /// <summary>Reads a PEM <c>PUBLIC KEY</c> of ECDSA P-256; on false <paramref name="error"/> says what is wrong with the file and what to do.</summary>
    /// <param name="fileName">The name of the key's file, without its folder.</param>
    /// <param name="pem">The file's text.</param>
    /// <param name="key">The key.</param>
    /// <param name="error">A sentence, or empty.</param>
    public static bool TryParse(string fileName, string pem, out TrustedKey key, out string error)
    {
        key = null!;
        var name = Path.GetFileNameWithoutExtension(fileName);
        if (!NamePattern().IsMatch(name))
        {
            error =
                $"'{Shown.Of(fileName)}' does not name a key: rename it to letters, digits, '.', '_' and '-', not '.' or '-' first, at most 63 before the extension.";
            return false;
        }

        var blocks = PemBlocks.Of(pem);
        error = WhyNotOneKey(blocks) is { } problem ? $"'{fileName}' {problem}" : "";
        if (error.Length == 0 && EcKeys.WhyNotP256(blocks[0].Content) is { } unfit)
            error = $"'{fileName}' {unfit}";

        if (error.Length > 0)
            return false;

        key = new TrustedKey(name, blocks[0].Content);
        return true;
    }

    /// <summary>Whether this key has made <paramref name="signature"/>, in DER, over <paramref name="payload"/>.</summary>
    internal bool Verifies(byte[] payload, byte[] signature)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(_subjectPublicKeyInfo, out _);
        try
        {
            return ecdsa.VerifyData(payload, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            // Some platforms throw where what is inside of the DER is malformed.
            return false;
        }
    }

    private static string? WhyNotOneKey(IReadOnlyList<PemBlock> blocks) =>
        blocks switch
        {
            [] => "holds no PEM: expected a public key, '-----BEGIN PUBLIC KEY-----' and so on. Put one there, or remove the file.",
            _ when blocks.FirstOrDefault(block => block.Label.EndsWith("PRIVATE KEY", StringComparison.Ordinal)) is not null =>
                "holds a private key, which must not be where keys are only checked. Put its public half there, as 'openssl pkey -in KEY -pubout' prints it, and take the private key out of use if others could read it.",
            [{ Label: "PUBLIC KEY" }] => null,
            [{ Label: "CERTIFICATE" }] => "holds a certificate. Put its public key there: openssl x509 -in CERTIFICATE -noout -pubkey",
            [{ Label: var label }] => $"holds a PEM block '{Shown.Of(label)}': expected 'PUBLIC KEY'. Convert it, or remove the file.",
            _ =>
                $"holds {blocks.Count} PEM blocks: expected one public key a file, since a key's name is its file's. Put each into a file of its own.",
        };

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
