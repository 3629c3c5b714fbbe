using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s.Exceptions;

namespace NodeTasker.Cluster;

/// <summary>Whose certificates are taken for the API server's.</summary>
/// <param name="Roots">They alone; null are the system's.</param>
/// <param name="IsInsecure">Whether any certificate is taken.</param>
internal sealed record ServerTrust(X509Certificate2Collection? Roots, bool IsInsecure)
{
    public static ServerTrust Of(YamlMap cluster)
    {
        var isInsecure = cluster.Flag("insecure-skip-tls-verify");
        X509Certificate2Collection? roots = null;
        if (cluster.Text("certificate-authority-data") is { } data)
            roots = Authorities(Pem.Decode(data, "certificate-authority-data"), "certificate-authority-data");
        else if (cluster.PathAt("certificate-authority") is { } path)
            roots = Authorities(path);
        return roots is null || !isInsecure
            ? new ServerTrust(roots, isInsecure)
            : throw new KubeConfigException(
                "the kubeconfig's cluster has both a certificate-authority and insecure-skip-tls-verify; remove one of them"
            );
    }

    public static X509Certificate2Collection Authorities(string path) => Authorities(Pem.Read(path, "certificate-authority"), path);

    /// <summary>
    /// The check of a server's certificate, stated before the connection: a callback comes after a first check against the system's authorities,
    /// and to read all of those takes a good part of the time of a short command.
    /// </summary>
    public X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck };
        if (Roots is null)
            return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(Roots);
        return policy;
    }

    private static X509Certificate2Collection Authorities(byte[] bytes, string source)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(Encoding.UTF8.GetString(bytes));
            if (certificates.Count > 0)
                return certificates;
        }
        catch (CryptographicException e)
        {
            throw new KubeConfigException($"{source} has no certificate authority that can be read: {e.Message}", e);
        }

        throw new KubeConfigException($"{source} has no certificate authority in PEM");
    }
}

/// <summary>Certificates and keys of a kubeconfig.</summary>
internal static class Pem
{
    public static byte[] Decode(string base64, string what)
    {
        try
        {
            return Convert.FromBase64String(base64);
        }
        catch (FormatException e)
        {
            throw new KubeConfigException($"the kubeconfig's {what} is not base64", e);
        }
    }

    public static byte[] Read(string path, string what)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"the kubeconfig's {what} can't be read: {e.Message}", e);
        }
    }

    public static X509Certificate2 Certificate(string certificate, string key, string source)
    {
        try
        {
            return X509Certificate2.CreateFromPem(certificate, key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new KubeConfigException(
                $"{source} can't be used: {e.Message} The certificate and its key must be PEM, the key without a password.",
                e
            );
        }
    }
}
