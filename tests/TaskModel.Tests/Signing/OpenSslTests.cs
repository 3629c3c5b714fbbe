using NodeTasker.TaskModel.Signing;
using NodeTasker.Testing;

namespace NodeTasker.TaskModel.Tests.Signing;

/// <summary>Keys and signatures of the real openssl, and ours in its hands.</summary>
public sealed class OpenSslTests : IDisposable
{
    private static readonly TaskDocument Document = Tasks.With(("env.GREETING", "grüß \"dich\""), ("nonce", "1")) with
    {
        BinaryData = new Dictionary<string, byte[]> { ["file.b"] = [0, 255] },
    };

    private readonly TempDir _folder = new();

    public OpenSslTests() => Assert.SkipWhen(OpenSsl.WhyUnavailable is not null, OpenSsl.WhyUnavailable ?? "");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_task_that_openssl_has_signed_is_trusted()
    {
        var (key, trusted) = await MakeKeyAsync();

        var signed = Document.SignedWith(await OpenSsl.SignAsync(key, SignedPayload.Of(Document), TestContext.Current.CancellationToken));

        Assert.Equal(new SignatureVerdict.Trusted("release"), TaskSignature.Verify(signed, trusted));
        Assert.IsType<SignatureVerdict.Refused>(
            TaskSignature.Verify(signed with { BinaryData = new Dictionary<string, byte[]>() }, trusted)
        );
        Tasks.Valid(signed);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out KEY", null)]
    [InlineData("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes256 -pass pass:secret -out KEY", "secret")]
    [InlineData("ecparam -name prime256v1 -genkey -out KEY", null)]
    [InlineData("ecparam -name prime256v1 -genkey -noout -out KEY", null)]
    public async Task A_key_that_openssl_has_made_signs_and_openssl_agrees(string command, string? password)
    {
        var file = _folder["key.pem"];
        await OpenSsl.RunAsync(TestContext.Current.CancellationToken, command.Replace("KEY", file, StringComparison.Ordinal).Split(' '));
        await OpenSsl.RunAsync(
            TestContext.Current.CancellationToken,
            [
                "pkey",
                "-in",
                file,
                "-pubout",
                "-out",
                _folder["public.pem"],
                .. password is null ? Array.Empty<string>() : ["-passin", $"pass:{password}"],
            ]
        );

        Assert.True(
            SigningKey.TryParse(
                await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken),
                password,
                out var key,
                out var error
            ),
            error
        );
        using var disposed = key;
        var signature = TaskSigner.Sign(Document, key);

        Assert.Equal(
            "Verified OK",
            await OpenSsl.VerifyAsync(_folder["public.pem"], SignedPayload.Of(Document), signature, TestContext.Current.CancellationToken)
        );
        Assert.NotEqual(
            "Verified OK",
            await OpenSsl.VerifyAsync(
                _folder["public.pem"],
                SignedPayload.Of(Tasks.With()),
                signature,
                TestContext.Current.CancellationToken
            )
        );
    }

    [Theory(Timeout = 60_000)]
    [InlineData("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out KEY", "is an RSA key")]
    [InlineData("genpkey -algorithm ED25519 -out KEY", "is an Ed25519 key")]
    [InlineData("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:secp384r1 -out KEY", "another curve")]
    [InlineData("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:secp256k1 -out KEY", "another curve")]
    [InlineData("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit -out KEY", "another curve")]
    public async Task Another_key_that_openssl_has_made_is_refused(string command, string error)
    {
        var file = _folder["key.pem"];
        await OpenSsl.RunAsync(TestContext.Current.CancellationToken, command.Replace("KEY", file, StringComparison.Ordinal).Split(' '));
        await OpenSsl.RunAsync(TestContext.Current.CancellationToken, "pkey", "-in", file, "-pubout", "-out", _folder["release.pem"]);
        File.Delete(file);

        Assert.False(TrustedKeys.TryRead(_folder.Path, out _, out var errors));
        Assert.Contains(error, Assert.Single(errors), StringComparison.Ordinal);
    }

    private async Task<(string Key, TrustedKeys Trusted)> MakeKeyAsync()
    {
        Directory.CreateDirectory(_folder["keys"]);
        await OpenSsl.MakeKeyAsync(_folder["key.pem"], _folder["keys/release.pem"], Cancellation);
        Assert.True(TrustedKeys.TryRead(_folder["keys"], out var trusted, out var errors), string.Join('\n', errors));
        return (_folder["key.pem"], trusted);
    }
}
