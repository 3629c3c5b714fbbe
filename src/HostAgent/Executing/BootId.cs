namespace NodeTasker.HostAgent.Executing;

/// <summary>Which boot of the host this is.</summary>
internal static class BootId
{
    /// <summary>As the kernel gives it; a new one with each boot.</summary>
    public static string Current { get; } = Read();

    private static string Read()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (IOException)
        {
            return "unknown";
        }
    }
}
