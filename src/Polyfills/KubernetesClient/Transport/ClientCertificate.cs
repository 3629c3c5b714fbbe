using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s.Exceptions;

namespace k8s;

/// <summary>The client certificate and key (RSA or EC) that a configuration names, from its data or else from its files.</summary>
internal static class ClientCertificate
{
    public static X509Certificate2 Load(KubernetesClientConfiguration config)
    {
        var certificate = Pem("client certificate", config.ClientCertificateData, config.ClientCertificateFilePath);
        var key = Pem("client key", config.ClientCertificateKeyData, config.ClientKeyFilePath);
        if (certificate is null || key is null) return null;

        try
        {
            using var loaded = X509Certificate2.CreateFromPem(certificate, key);
            // Not every platform's TLS takes a key that lives in memory only; one that came out of a PFX works everywhere.
            return X509CertificateLoader.LoadPkcs12(loaded.Export(X509ContentType.Pkcs12), null, config.ClientCertificateKeyStoreFlags ?? X509KeyStorageFlags.DefaultKeySet);
        }
        catch (CryptographicException e)
        {
            throw new KubeConfigException($"The client certificate and key can't be used: {e.Message} Both must be PEM, the key RSA or EC and that of the certificate.", e);
        }
    }

    private static string Pem(string what, string data, string path)
    {
        if (!string.IsNullOrWhiteSpace(data)) return Encoding.UTF8.GetString(KubeConfigData.Decode(what, data));
        if (string.IsNullOrWhiteSpace(path)) return null;
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"The {what} can't be read: {e.Message}", e);
        }
    }
}
