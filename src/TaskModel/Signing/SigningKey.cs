using System.Security.Cryptography;

namespace NodeTasker.TaskModel.Signing;

/// <summary>Reads private keys of ECDSA P-256 from PEM, as openssl writes them.</summary>
public static class SigningKey
{
    private const string EcPrivateKey = "EC PRIVATE KEY";
    private const string Pkcs8 = "PRIVATE KEY";
    private const string EncryptedPkcs8 = "ENCRYPTED PRIVATE KEY";

    /// <summary>Whether <paramref name="pem"/> holds a key that only a password opens.</summary>
    public static bool NeedsPassword(string pem) => PemBlocks.Of(pem).Any(block => block.Label == EncryptedPkcs8);

    /// <summary>Reads <c>EC PRIVATE KEY</c>, <c>PRIVATE KEY</c> or <c>ENCRYPTED PRIVATE KEY</c>; on false <paramref name="error"/> says why not and what to do.</summary>
    /// <param name="pem">The text of the key's file.</param>
    /// <param name="password">For an encrypted key; ignored for others.</param>
    /// <param name="key">The key; the caller disposes it.</param>
    /// <param name="error">A sentence, or empty.</param>
    public static bool TryParse(string pem, string? password, out ECDsa key, out string error)
    {
        key = null!;
        var blocks = PemBlocks.Of(pem).Where(block => block.Label != "EC PARAMETERS").ToList();
        error = WhyNotOneKey(blocks, pem, password) ?? "";
        if (error.Length > 0)
            return false;

        var candidate = ECDsa.Create();
        try
        {
            error = Import(candidate, blocks[0], password) ?? "";
            if (error.Length > 0)
                return false;

            (key, candidate) = (candidate, null);
            return true;
        }
        finally
        {
            candidate?.Dispose();
        }
    }

    private static string? WhyNotOneKey(List<PemBlock> blocks, string pem, string? password) =>
        blocks switch
        {
            [{ Label: "ENCRYPTED COSIGN PRIVATE KEY" or "ENCRYPTED SIGSTORE PRIVATE KEY" }] =>
                "It is a private key of cosign's own format, which only cosign opens. Let cosign sign: node-tasker payload … | cosign sign-blob --key KEY -",
            [{ Label: EncryptedPkcs8 }] when string.IsNullOrEmpty(password) => "The key is encrypted: give its password.",
            [{ Label: EcPrivateKey or Pkcs8 or EncryptedPkcs8 }] => null,
            [{ Label: "PUBLIC KEY" }] => "It is a public key, and signing takes the private one.",
            [{ Label: var label }] => $"It is a PEM block '{Shown.Of(label)}': expected a private key of ECDSA P-256. {EcKeys.MakeOne}",
            [] when pem.Contains("Proc-Type:", StringComparison.Ordinal) =>
                "It is encrypted in the old way of openssl. Convert it: openssl pkcs8 -topk8 -in KEY -out NEWKEY",
            [] => $"It holds no PEM: expected a private key of ECDSA P-256. {EcKeys.MakeOne}",
            _ => $"It holds {blocks.Count} PEM blocks: expected one private key.",
        };

    private static string? Import(ECDsa key, PemBlock block, string? password)
    {
        try
        {
            switch (block.Label)
            {
                case EcPrivateKey:
                    key.ImportECPrivateKey(block.Content, out _);
                    break;
                case Pkcs8:
                    key.ImportPkcs8PrivateKey(block.Content, out _);
                    break;
                default:
                    key.ImportEncryptedPkcs8PrivateKey(password, block.Content, out _);
                    break;
            }

            return EcKeys.IsP256(key) ? null : $"It is an ECDSA key on another curve than P-256. {EcKeys.MakeOne}";
        }
        catch (CryptographicException) when (block.Label == EncryptedPkcs8)
        {
            return "The password is wrong, or the key is not of ECDSA P-256.";
        }
        catch (CryptographicException)
        {
            return $"It is no private key of ECDSA P-256, or damaged. {EcKeys.MakeOne}";
        }
    }
}
