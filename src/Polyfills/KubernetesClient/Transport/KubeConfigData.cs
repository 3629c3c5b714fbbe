using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s.Exceptions;

namespace k8s;

internal static class KubeConfigData
{
    public static byte[] Decode(string what, string base64)
    {
        try
        {
            return Convert.FromBase64String(base64);
        }
        catch (FormatException e)
        {
            throw new KubeConfigException($"The {what} data is not base64: {e.Message}", e);
        }
    }

    public static X509Certificate2Collection AuthoritiesFromFile(string path)
    {
        try
        {
            return Authorities(path, File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"The certificate authority can't be read: {e.Message}", e);
        }
    }

    /// <summary>One certificate as DER, or any number of them as PEM.</summary>
    public static X509Certificate2Collection Authorities(string source, byte[] bytes)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(Encoding.UTF8.GetString(bytes));
            if (certificates.Count == 0) certificates.Add(X509CertificateLoader.LoadCertificate(bytes));
            return certificates;
        }
        catch (CryptographicException e)
        {
            throw new KubeConfigException($"{source} holds no certificate authority: {e.Message}", e);
        }
    }
}
