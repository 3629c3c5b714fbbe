namespace NodeTasker.HostAgent.Executing;

/// <summary>The shell script that supervises an attempt on the host.</summary>
internal static class SupervisorScript
{
    /// <summary>Its text, from <c>supervise.sh</c>.</summary>
    public static ReadOnlySpan<byte> Text => Content;

    private static readonly byte[] Content = Load();

    private static byte[] Load()
    {
        using var resource = typeof(SupervisorScript).Assembly.GetManifestResourceStream("supervise.sh")!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }
}
