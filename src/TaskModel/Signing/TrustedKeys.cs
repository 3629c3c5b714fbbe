using System.Text;

namespace NodeTasker.TaskModel.Signing;

/// <summary>The keys whose signatures count: the files of one folder.</summary>
public sealed class TrustedKeys
{
    // A key has less than 200 bytes; text may stand around it.
    private const int MaxBytes = 16 * 1024;

    private TrustedKeys(IReadOnlyList<TrustedKey> keys) => Keys = keys;

    /// <summary>All of them, in the order of their names.</summary>
    public IReadOnlyList<TrustedKey> Keys { get; }

    /// <summary>Reads a folder of PEM files, a key each, or says everything that is wrong with it.</summary>
    /// <remarks>
    /// Names that begin with a dot don't count: a mounted ConfigMap or Secret has such beside its files. All else must be a key, so that a key
    /// that was meant to count is never left out in silence.
    /// </remarks>
    public static bool TryRead(string folder, out TrustedKeys keys, out IReadOnlyList<string> errors)
    {
        keys = null!;
        var read = new List<TrustedKey>();
        var problems = new List<string>();
        errors = problems;
        try
        {
            foreach (var path in Directory.EnumerateFileSystemEntries(folder).Where(IsMeant).Order(StringComparer.Ordinal))
            {
                if (!TryReadFile(path, out var key, out var error))
                    problems.Add($"{folder}: {error}");
                else if (read.Find(other => other.Name == key.Name) is not null)
                    problems.Add(
                        $"{folder}: '{Path.GetFileName(path)}' is a second key named '{key.Name}'. Rename one of the files: the name says in results which key has signed."
                    );
                else
                    read.Add(key);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{folder}: it cannot be read as a folder of keys: {e.Message}");
            return false;
        }

        if (read.Count == 0 && problems.Count == 0)
            problems.Add($"{folder}: there is no key in it. Put public keys there, PEM files of ECDSA P-256.");

        keys = new TrustedKeys(read);
        return problems.Count == 0;
    }

    private static bool IsMeant(string path) => !Path.GetFileName(path).StartsWith('.');

    private static bool TryReadFile(string path, out TrustedKey key, out string error)
    {
        key = null!;
        var name = Path.GetFileName(path);
        if (Directory.Exists(path))
        {
            error = $"'{Shown.Of(name)}' is a folder: expected PEM files alone. Move it elsewhere.";
            return false;
        }

        var file = new FileInfo(path);
        var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        // Pipes and devices have no length, and reading one might never end.
        if (target.Length is 0 or > MaxBytes)
        {
            error =
                $"'{Shown.Of(name)}' {(target.Length == 0 ? "is empty" : "is far too long for a key")}: expected a PEM file with a public key. Replace it, or remove it.";
            return false;
        }

        return TrustedKey.TryParse(name, File.ReadAllText(path, Encoding.UTF8), out key, out error);
    }
}
