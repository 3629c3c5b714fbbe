namespace NodeTasker.HostAgent.Journal;

/// <summary>Folders that only their owner can look into, on every level that is missing.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>.NET gives the mode to the last level alone, and the levels above are the process's umask's.</summary>
    public static void Create(string path)
    {
        if (Directory.Exists(path))
            return;
        if (Path.GetDirectoryName(path) is { } parent)
            Create(parent);
        Directory.CreateDirectory(path, OwnerOnly);
    }
}
