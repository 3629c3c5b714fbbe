using System.Security.Cryptography;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.HostAgent.Watching;
using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Signing;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Watching;

public sealed class SignatureCheckTests : IDisposable
{
    private readonly TempDir _folder = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Where_no_keys_are_trusted_nothing_is_checked() => Assert.Null(new SignatureCheck(null).Check(Signed()));

    [Fact]
    public void The_keys_are_those_that_are_there_at_that_moment()
    {
        var check = new SignatureCheck(_folder.Path);
        Assert.Equal(RejectedReason.NoTrustedKeys, Assert.IsType<SignatureVerdict.Refused>(check.Check(Signed())).Reason);

        _folder.Write("release.pem", _key.ExportSubjectPublicKeyInfoPem());
        Assert.Equal(new SignatureVerdict.Trusted("release"), check.Check(Signed()));
        Assert.Equal(RejectedReason.Unsigned, Assert.IsType<SignatureVerdict.Refused>(check.Check(Wish.Document())).Reason);

        File.Move(_folder["release.pem"], _folder["renamed.pem"]);
        Assert.Equal(new SignatureVerdict.Trusted("renamed"), check.Check(Signed()));
    }

    [Fact]
    public void Keys_that_cannot_be_read_later_refuse_every_task_with_what_to_do()
    {
        _folder.Write("release.pem", _key.ExportSubjectPublicKeyInfoPem());
        _folder.Write("broken.pem", "x");

        var refused = Assert.IsType<SignatureVerdict.Refused>(new SignatureCheck(_folder.Path).Check(Signed()));

        Assert.Equal(RejectedReason.NoTrustedKeys, refused.Reason);
        Assert.StartsWith(
            $"This node cannot check signatures: {_folder.Path}: 'broken.pem' holds no PEM",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    private TaskDocument Signed() => Wish.Document((SignedPayload.SignatureKey, TaskSigner.Sign(Wish.Document(), _key)));
}
