using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NodeTasker.Testing;

/// <summary>A certificate authority and a serving certificate for 127.0.0.1 and other names, as files.</summary>
public sealed class TestCertificates
{
    private TestCertificates(string directory)
    {
        CertificateFile = Path.Combine(directory, "server.crt");
        KeyFile = Path.Combine(directory, "server.key");
        ServiceAccountKeyFile = Path.Combine(directory, "sa.key");
    }

    public required string Authority { get; init; }

    public string CertificateFile { get; }

    public string KeyFile { get; }

    /// <summary>Signs the tokens of service accounts.</summary>
    public string ServiceAccountKeyFile { get; }

    public static TestCertificates Create(string directory, params IEnumerable<string> otherNames)
    {
        var from = DateTimeOffset.UtcNow.AddMinutes(-5);
        var until = from.AddDays(2);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=node-tasker-test-ca", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true)
        );
        using var authority = authorityRequest.CreateSelfSigned(from, until);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        foreach (var name in otherNames.Prepend("localhost"))
            names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var certificate = request.Create(authority, from, until, RandomNumberGenerator.GetBytes(8));
        using var serviceAccountKey = RSA.Create(2048);

        var files = new TestCertificates(directory) { Authority = authority.ExportCertificatePem() };
        File.WriteAllText(files.CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(files.KeyFile, key.ExportECPrivateKeyPem());
        File.WriteAllText(files.ServiceAccountKeyFile, serviceAccountKey.ExportRSAPrivateKeyPem());
        return files;
    }
}
