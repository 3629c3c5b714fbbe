using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NodeTasker.TaskModel.Signing;

/// <summary>Which keys are ECDSA P-256 with the curve by its name.</summary>
internal static class EcKeys
{
    public const string MakeOne = "Make one with: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256";

    private const string EcPublicKey = "1.2.840.10045.2.1";
    private const string P256 = "1.2.840.10045.3.1.7";

    // An OBJECT IDENTIFIER of 1.2.840.10045.3.1.7 in DER.
    private static readonly byte[] NamedP256 = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];

    /// <summary>Returns what is wrong with a SubjectPublicKeyInfo, or null.</summary>
    public static string? WhyNotP256(byte[] subjectPublicKeyInfo)
    {
        try
        {
            var key = PublicKey.CreateFromSubjectPublicKeyInfo(subjectPublicKeyInfo, out var read);
            if (read != subjectPublicKeyInfo.Length)
                return "has something behind its key. Write the key anew.";

            if (key.Oid.Value != EcPublicKey)
                return $"is {AlgorithmOf(key.Oid.Value)}: expected ECDSA P-256. {MakeOne}";

            if (key.EncodedParameters?.RawData.AsSpan().SequenceEqual(NamedP256) != true)
                return $"is an ECDSA key on another curve than P-256. {MakeOne}";

            // Only now is the point itself looked at.
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
            return null;
        }
        catch (CryptographicException)
        {
            return "is damaged: what its PEM holds is no public key. Write the key anew.";
        }
    }

    public static bool IsP256(ECDsa key) =>
        key.ExportParameters(includePrivateParameters: false).Curve is { IsNamed: true, Oid.Value: P256 };

    private static string AlgorithmOf(string? oid) =>
        oid switch
        {
            "1.2.840.113549.1.1.1" => "an RSA key",
            "1.3.101.112" => "an Ed25519 key",
            _ => $"a key of the kind {oid}",
        };
}
