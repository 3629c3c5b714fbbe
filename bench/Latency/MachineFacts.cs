using System.Runtime.InteropServices;

namespace NodeTasker.Bench.Latency;

/// <summary>What the figures were measured on.</summary>
internal static class MachineFacts
{
    public static string Describe()
    {
        var processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ", 2)[^1] ?? RuntimeInformation.ProcessArchitecture.ToString();
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        return $"{Environment.ProcessorCount} cores ({processor}), {memory} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, load {load} before the start, "
            + (Environment.IsPrivilegedProcess ? "root: scripts are entered into a host's own namespaces" : "not root: scripts are started directly, without nsenter");
    }
}
