using System.Globalization;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Executing;

/// <summary>
/// The cgroup of one attempt: <c>node-tasker/&lt;task&gt;-&lt;run&gt;-&lt;attempt&gt;</c> with <c>script</c>, which has the limits and is killed as
/// one, and <c>supervisor</c>, which must live to record the end.
/// </summary>
internal sealed class RunCgroup(HostCgroups cgroups, RunFolder folder)
{
    private const string Parent = "node-tasker";
    private readonly string _name = $"{Parent}/{folder.Key}";

    /// <summary>As the host sees it.</summary>
    public string OnHost => $"{cgroups.OnHost}/{_name}";

    private string Root => $"{cgroups.FromAgent}/{_name}";

    private string Script => Root + "/script";

    /// <summary>Makes the group and sets the limits.</summary>
    /// <exception cref="IOException">The host does not let us.</exception>
    public void Create(ResourceLimits limits)
    {
        var wanted = LimitNames.Missing(limits, new HashSet<string>());
        Directory.CreateDirectory(Root);
        foreach (var controller in wanted)
        {
            foreach (var level in new[] { cgroups.FromAgent, $"{cgroups.FromAgent}/{Parent}", Root })
                Write($"{level}/cgroup.subtree_control", "+" + controller);
        }

        Directory.CreateDirectory(Script);
        Directory.CreateDirectory(Root + "/supervisor");
        if (limits.Pids is { } pids)
            Write(Script + "/pids.max", Text(pids));
        if (limits.MilliCpu is { } milliCpu)
            Write(Script + "/cpu.max", $"{Text(milliCpu * 100)} 100000");
        // Out of memory ends the run as a whole, by its own limit or by the node's; without the memory controller there is no such file.
        if (File.Exists(Script + "/memory.oom.group"))
            Write(Script + "/memory.oom.group", "1");
        if (limits.MemoryBytes is not { } memory)
            return;
        Write(Script + "/memory.max", Text(memory));
        // Without this a hog would push the node into its swap before it ends; a kernel without swap accounting has no such file.
        if (File.Exists(Script + "/memory.swap.max"))
            Write(Script + "/memory.swap.max", "0");
    }

    /// <summary>The script's processes, as the agent's own PID namespace numbers them.</summary>
    public IReadOnlyList<int> Processes() =>
        [
            .. AllGroups(Script)
                .SelectMany(group => HostCgroups.ReadWords(group + "/cgroup.procs"))
                .Select(pid => int.Parse(pid, CultureInfo.InvariantCulture))
                .Where(pid => pid > 0),
        ];

    public bool IsPopulated => Directory.Exists(Script) && ReadEvent(Script + "/cgroup.events", "populated") != 0;

    public bool RanOutOfMemory => ReadEvent(Script + "/memory.events", "oom_kill") > 0;

    public void Kill()
    {
        if (File.Exists(Script + "/cgroup.kill"))
        {
            Write(Script + "/cgroup.kill", "1");
            return;
        }

        // Before Linux 5.14: frozen, nothing can fork away from the signals.
        Write(Script + "/cgroup.freeze", "1");
        foreach (var pid in Processes())
            UnixSignals.Send(pid, ProcessSignal.Kill);
        Write(Script + "/cgroup.freeze", "0");
    }

    public void Remove()
    {
        if (!Directory.Exists(Root))
            return;
        foreach (var group in AllGroups(Root).OrderByDescending(g => g.Length))
        {
            try
            {
                Directory.Delete(group);
            }
            catch (IOException)
            {
                // Something is in it still; an empty group costs next to nothing and goes with the next boot.
            }
        }
    }

    private static IEnumerable<string> AllGroups(string group) =>
        Directory.Exists(group) ? Directory.EnumerateDirectories(group, "*", SearchOption.AllDirectories).Prepend(group) : [];

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Write(string path, string text)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Write(System.Text.Encoding.ASCII.GetBytes(text));
    }

    private static long ReadEvent(string path, string name)
    {
        try
        {
            var line = File.ReadLines(path).FirstOrDefault(l => l.StartsWith(name + " ", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan(name.Length + 1), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
