namespace NodeTasker.Testing;

/// <summary>The product's programs as the tests start them: those beside the tests, or native ones from the folder <c>NODE_TASKER_NATIVE</c>.</summary>
public static class ProductPrograms
{
    /// <summary>Where the programs lie.</summary>
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("NODE_TASKER_NATIVE") is { Length: > 0 } native ? native : AppContext.BaseDirectory;

    public static string Agent => Path.Combine(Folder, "node-tasker-agent");

    public static string Controller => Path.Combine(Folder, "node-tasker-controller");

    public static string Command => Path.Combine(Folder, "node-tasker");
}
