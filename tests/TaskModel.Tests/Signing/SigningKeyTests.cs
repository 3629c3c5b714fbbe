using System.Security.Cryptography;
using NodeTasker.TaskModel.Signing;
using NodeTasker.Testing;

namespace NodeTasker.TaskModel.Tests.Signing;

public sealed class SigningKeyTests : IDisposable
{
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
    private readonly ECDsa _key = Keys.New();

    public void Dispose() => _key.Dispose();

    [Theory]
    [InlineData("ec", null)]
    [InlineData("pkcs8", null)]
    [InlineData("pkcs8", "a password that is not needed")]
    [InlineData("encrypted", "secret")]
    public void A_private_key_in_each_usual_form_signs(string form, string? password)
    {
        using var folder = new TempDir();
        folder.Trust("me.pem", _key);

        Assert.True(SigningKey.TryParse(PemOf(form), password, out var read, out var error), error);

        using (read)
            Assert.Equal(new SignatureVerdict.Trusted("me"), TaskSignature.Verify(Tasks.With().SignedBy(read), folder.Trusted()));
    }

    [Theory]
    [InlineData("ENCRYPTED COSIGN PRIVATE KEY")]
    [InlineData("ENCRYPTED SIGSTORE PRIVATE KEY")]
    public void A_key_of_cosigns_own_format_is_refused_with_how_to_sign_with_it(string label) =>
        Assert.Contains(
            "node-tasker payload … | cosign sign-blob --key KEY -",
            Error(PemEncoding.WriteString(label, [1, 2, 3]), "secret"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(null, "The key is encrypted: give its password.")]
    [InlineData("", "The key is encrypted: give its password.")]
    [InlineData("wrong", "The password is wrong, or the key is not of ECDSA P-256.")]
    public void An_encrypted_key_opens_with_its_password_only(string? password, string error)
    {
        Assert.True(SigningKey.NeedsPassword(PemOf("encrypted")));
        Assert.Equal(error, Error(PemOf("encrypted"), password));
    }

    [Theory]
    [InlineData("public", "It is a public key, and signing takes the private one.")]
    [InlineData("p384", "It is an ECDSA key on another curve than P-256.")]
    [InlineData("rsa", "It is no private key of ECDSA P-256, or damaged.")]
    [InlineData("damaged", "It is no private key of ECDSA P-256, or damaged.")]
    [InlineData("rsa1", "It is a PEM block 'RSA PRIVATE KEY': expected a private key of ECDSA P-256.")]
    [InlineData("text", "It holds no PEM: expected a private key of ECDSA P-256.")]
    [InlineData("two", "It holds 2 PEM blocks: expected one private key.")]
    [InlineData("old", "It is encrypted in the old way of openssl. Convert it: openssl pkcs8 -topk8 -in KEY -out NEWKEY")]
    public void What_is_no_private_key_of_P_256_is_refused_with_what_to_do(string form, string error)
    {
        Assert.False(SigningKey.NeedsPassword(PemOf(form)));
        Assert.StartsWith(error, Error(PemOf(form), null), StringComparison.Ordinal);
    }

    private static string Error(string pem, string? password)
    {
        Assert.False(SigningKey.TryParse(pem, password, out _, out var error));
        return error;
    }

    private string PemOf(string form)
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        return form switch
        {
            "ec" => _key.ExportECPrivateKeyPem(),
            "pkcs8" => _key.ExportPkcs8PrivateKeyPem(),
            "encrypted" => _key.ExportEncryptedPkcs8PrivateKeyPem("secret", Encryption),
            "public" => _key.ExportSubjectPublicKeyInfoPem(),
            "p384" => p384.ExportPkcs8PrivateKeyPem(),
            "rsa" => rsa.ExportPkcs8PrivateKeyPem(),
            "rsa1" => rsa.ExportRSAPrivateKeyPem(),
            "damaged" => PemEncoding.WriteString("EC PRIVATE KEY", [1, 2, 3]),
            "text" => "hello",
            "two" => $"{_key.ExportECPrivateKeyPem()}\n{_key.ExportPkcs8PrivateKeyPem()}",
            "old" =>
                "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END EC PRIVATE KEY-----\n",
            _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
        };
    }
}
