using System.Text;
using NodeTasker.LocalCluster.Http;

namespace NodeTasker.LocalCluster.Hosting;

/// <summary>Writes the file by which kubectl and every other client find a server and may use it.</summary>
internal static class Kubeconfig
{
    public static async Task WriteAsync(
        string path,
        Uri url,
        string certificatePem,
        string token,
        string defaultNamespace,
        CancellationToken cancellationToken
    )
    {
        var text = $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: node-tasker-local
              cluster:
                server: {url.GetLeftPart(UriPartial.Authority)}
                certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(certificatePem))}
            users:
            - name: node-tasker-local
              user:
                token: {token}
            contexts:
            - name: node-tasker-local
              context:
                cluster: node-tasker-local
                user: node-tasker-local
                namespace: {JsonText.Quote(defaultNamespace)}
            current-context: node-tasker-local

            """;

        // A new file beside it, moved over it: the token is never in a file that others can read, nor half written.
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            await using (var file = new FileStream(temporary, options))
                await file.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
