using System.Security.Cryptography;
using NodeTasker.TaskModel.Signing;
using NodeTasker.Testing;

namespace NodeTasker.TaskModel.Tests.Signing;

/// <summary>Keys made for one test, and folders that trust them.</summary>
internal static class Keys
{
    public static ECDsa New() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static void Trust(this TempDir folder, string fileName, ECDsa key) =>
        folder.Write(fileName, key.ExportSubjectPublicKeyInfoPem());

    public static TrustedKeys Trusted(this TempDir folder)
    {
        Assert.True(TrustedKeys.TryRead(folder.Path, out var keys, out var errors), string.Join('\n', errors));
        Assert.Empty(errors);
        return keys;
    }

    /// <summary>The document with this signature in it.</summary>
    public static TaskDocument SignedWith(this TaskDocument document, string signature) =>
        document with
        {
            Data = new Dictionary<string, string>(document.Data) { [SignedPayload.SignatureKey] = signature },
        };

    public static TaskDocument SignedBy(this TaskDocument document, ECDsa key) => document.SignedWith(TaskSigner.Sign(document, key));
}
