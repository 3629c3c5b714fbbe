namespace NodeTasker.EndToEnd.Tests.Deploy;

/// <summary>Files as they are shipped, found from where the tests were built.</summary>
internal static class RepositoryFile
{
    private static readonly string Root = FindRoot();

    /// <summary>The full path of <paramref name="path"/>, which is relative to the repository.</summary>
    public static string Of(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NodeTasker.slnx")))
        {
            folder = folder.Parent
                ?? throw new InvalidOperationException(
                    $"No NodeTasker.slnx above {AppContext.BaseDirectory}: run the tests from a build inside the repository."
                );
        }

        return folder.FullName;
    }
}
