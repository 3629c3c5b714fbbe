namespace NodeTasker.HostAgent.Executing;

/// <summary>The host's cgroup v2 hierarchy, as the host and as the agent see it.</summary>
/// <param name="OnHost">Where the host has it mounted.</param>
/// <param name="FromAgent">The same folder as the agent reaches it.</param>
internal sealed record HostCgroups(string OnHost, string FromAgent)
{
    /// <summary>The hierarchy of the host behind <paramref name="host"/>; null when it has none.</summary>
    public static HostCgroups? Find(HostNamespaces host)
    {
        try
        {
            var mounts = File.ReadAllLines(
                $"/proc/{(host.Pid == 0 ? "self" : host.Pid.ToString(System.Globalization.CultureInfo.InvariantCulture))}/mounts"
            );
            var mount = mounts
                .Select(line => line.Split(' '))
                .FirstOrDefault(fields => fields.Length > 3 && fields[2] == "cgroup2" && !fields[3].Split(',').Contains("ro"));
            return mount is null ? null : new HostCgroups(mount[1], host.Pid == 0 ? mount[1] : $"/proc/{host.Pid}/root{mount[1]}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The controllers that groups of this hierarchy can have.</summary>
    public IReadOnlySet<string> Controllers => ReadWords($"{FromAgent}/cgroup.controllers");

    public static IReadOnlySet<string> ReadWords(string path)
    {
        try
        {
            return File.ReadAllText(path).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new HashSet<string>();
        }
    }
}
