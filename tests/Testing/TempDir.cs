namespace NodeTasker.Testing;

/// <summary>A folder of its own for one test, gone with it.</summary>
public sealed class TempDir : IDisposable
{
    public TempDir(string prefix = "node-tasker-") => Path = Directory.CreateTempSubdirectory(prefix).FullName;

    public string Path { get; }

    /// <summary>The path of <paramref name="name"/> below this folder; nothing is made.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file, with Unix mode 0644, or 0755 when it shall be run.</summary>
    public string Write(string name, string text, bool executable = false)
    {
        var path = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(executable ? "755" : "644", 8));
        return path;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The test has removed it itself.
        }
        catch (IOException)
        {
            // A process that is just dying has put one more file into it.
            Directory.Delete(Path, recursive: true);
        }
    }
}
