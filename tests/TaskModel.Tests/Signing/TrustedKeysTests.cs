using System.Security.Cryptography;
using NodeTasker.TaskModel.Signing;
using NodeTasker.Testing;

namespace NodeTasker.TaskModel.Tests.Signing;

public sealed class TrustedKeysTests : IDisposable
{
    private readonly TempDir _folder = new();
    private readonly ECDsa _key = Keys.New();

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Each_file_is_a_key_named_as_the_file_is()
    {
        using var other = Keys.New();
        _folder.Trust("release.pem", _key);
        _folder.Trust("ci.2026.pub", other);

        Assert.Equal(["ci.2026", "release"], _folder.Trusted().Keys.Select(key => key.Name));
    }

    [Fact]
    public void Text_around_a_key_and_Windows_line_ends_do_not_count()
    {
        _folder.Write(
            "a.pem",
            "The key of the release team.\n\n" + _key.ExportSubjectPublicKeyInfoPem().ReplaceLineEndings("\r\n") + "\r\n\r\n"
        );

        Assert.Equal(new SignatureVerdict.Trusted("a"), TaskSignature.Verify(Tasks.With().SignedBy(_key), _folder.Trusted()));
    }

    [Fact]
    public void A_mounted_ConfigMap_of_keys_is_such_a_folder()
    {
        _folder.Write("..2026_11_22/release.pem", _key.ExportSubjectPublicKeyInfoPem());
        File.CreateSymbolicLink(_folder["..data"], "..2026_11_22");
        File.CreateSymbolicLink(_folder["release.pem"], "..data/release.pem");

        Assert.Equal(["release"], _folder.Trusted().Keys.Select(key => key.Name));
    }

    [Theory]
    [InlineData("rsa", "'key.pem' is an RSA key: expected ECDSA P-256. Make one with: openssl genpkey")]
    [InlineData("p384", "'key.pem' is an ECDSA key on another curve than P-256. Make one with: openssl genpkey")]
    [InlineData("ed25519", "'key.pem' is an Ed25519 key: expected ECDSA P-256. Make one with: openssl genpkey")]
    [InlineData("private", "'key.pem' holds a private key, which must not be where keys are only checked. Put its public half there")]
    [InlineData("pkcs8", "'key.pem' holds a private key, which must not be where keys are only checked.")]
    [InlineData("both", "'key.pem' holds a private key, which must not be where keys are only checked.")]
    [InlineData("certificate", "'key.pem' holds a certificate. Put its public key there: openssl x509 -in CERTIFICATE -noout -pubkey")]
    [InlineData("two", "'key.pem' holds 2 PEM blocks: expected one public key a file")]
    [InlineData("text", "'key.pem' holds no PEM: expected a public key")]
    [InlineData("empty", "'key.pem' is empty: expected a PEM file with a public key. Replace it, or remove it.")]
    [InlineData("long", "'key.pem' is far too long for a key: expected a PEM file with a public key.")]
    [InlineData("damaged", "'key.pem' is damaged: what its PEM holds is no public key. Write the key anew.")]
    [InlineData("point", "'key.pem' is damaged: what its PEM holds is no public key. Write the key anew.")]
    [InlineData("binary", "'key.pem' holds no PEM: expected a public key")]
    public void A_file_that_is_no_key_is_refused_with_what_to_do(string kind, string error)
    {
        _folder.Trust("good.pem", _key);
        _folder.Write("key.pem", ContentOf(kind));

        var refusal = Assert.Single(Errors());
        Assert.StartsWith($"{_folder.Path}: {error}", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(refusal, char.IsControl);
    }

    [Theory]
    [InlineData("my key.pem")]
    [InlineData("-rf.pem")]
    [InlineData("a\nb.pem")]
    [InlineData("schlüssel.pem")]
    public void A_file_whose_name_would_be_no_good_name_in_a_result_is_refused(string fileName)
    {
        _folder.Trust(fileName, _key);

        var refusal = Assert.Single(Errors());
        Assert.Contains("does not name a key: rename it to letters, digits", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(refusal, char.IsControl);
    }

    [Fact]
    public void Two_keys_of_one_name_are_refused()
    {
        _folder.Trust("release.pem", _key);
        _folder.Trust("release.pub", _key);

        Assert.Contains(
            "'release.pub' is a second key named 'release'. Rename one of the files",
            Assert.Single(Errors()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_folder_among_the_keys_is_refused()
    {
        _folder.Trust("release.pem", _key);
        Directory.CreateDirectory(_folder["old"]);

        Assert.EndsWith(
            "'old' is a folder: expected PEM files alone. Move it elsewhere.",
            Assert.Single(Errors()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        _folder.Write("a.pem", "x");
        _folder.Write("b.pem", "y");

        Assert.Equal(2, Errors().Count);
    }

    [Fact]
    public void A_folder_without_keys_is_refused() =>
        Assert.Equal($"{_folder.Path}: there is no key in it. Put public keys there, PEM files of ECDSA P-256.", Assert.Single(Errors()));

    [Theory]
    [InlineData("/no/such/folder")]
    [InlineData("/dev/null")]
    public void A_folder_that_is_none_is_refused(string folder)
    {
        Assert.False(TrustedKeys.TryRead(folder, out _, out var errors));
        Assert.StartsWith($"{folder}: it cannot be read as a folder of keys: ", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_pipe_among_the_keys_is_refused_and_not_waited_for()
    {
        (
            await RunningProcess.RunAsync("mkfifo", [_folder["pipe.pem"]], cancellationToken: TestContext.Current.CancellationToken)
        ).Successful("mkfifo");

        Assert.Contains("'pipe.pem' is empty", Assert.Single(Errors()), StringComparison.Ordinal);
    }

    private IReadOnlyList<string> Errors()
    {
        Assert.False(TrustedKeys.TryRead(_folder.Path, out _, out var errors));
        return errors;
    }

    private string ContentOf(string kind)
    {
        using var rsa = RSA.Create(2048);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var spki = _key.ExportSubjectPublicKeyInfo();
        return kind switch
        {
            "rsa" => rsa.ExportSubjectPublicKeyInfoPem(),
            "p384" => p384.ExportSubjectPublicKeyInfoPem(),
            "ed25519" => PemEncoding.WriteString(
                "PUBLIC KEY",
                [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00, .. new byte[32]]
            ),
            "private" => _key.ExportECPrivateKeyPem(),
            "pkcs8" => _key.ExportPkcs8PrivateKeyPem(),
            "both" => $"{_key.ExportSubjectPublicKeyInfoPem()}\n{_key.ExportPkcs8PrivateKeyPem()}",
            "certificate" => PemEncoding.WriteString("CERTIFICATE", spki),
            "two" => $"{_key.ExportSubjectPublicKeyInfoPem()}\n{p384.ExportSubjectPublicKeyInfoPem()}",
            "text" => "ssh-ed25519 AAAA",
            "empty" => "",
            "long" => new string('x', 100_000),
            "damaged" => PemEncoding.WriteString("PUBLIC KEY", spki.AsSpan(0, 40)),
            "point" => PemEncoding.WriteString("PUBLIC KEY", [.. spki[..^1], (byte)(spki[^1] ^ 1)]),
            "binary" => "\0\u0001\u0002",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
    }
}
