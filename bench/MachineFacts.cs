using System.Runtime.InteropServices;

namespace NodeTasker.Bench;

/// <summary>What the figures were measured on.</summary>
internal static class MachineFacts
{
    public static string Describe()
    {
        var processor = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            ?.Split(": ", 2)[^1]
            ?? RuntimeInformation.ProcessArchitecture.ToString();
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;
        return $"{Environment.ProcessorCount} cores ({processor}), {memory} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, load {Load} before the start";
    }

    /// <summary>How many wanted to run, on average of the last minute.</summary>
    public static string Load => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
