using System.Text;
using NodeTasker.HostAgent.Journal;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Executing;

/// <summary>
/// The folder of one attempt, <c>runs/&lt;task&gt;/&lt;run&gt;/&lt;attempt&gt;</c>: what the supervisor needs, what it records, and in
/// <c>work</c> the script with its files. Only root can look into it.
/// </summary>
internal sealed record RunFolder(string Path)
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Passage = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The attempt as one name, for a unit or a cgroup: at most 200 characters, the same for every agent.</summary>
    public string Key => BoundedName.Of(string.Join('-', Path.Split('/')[^3..]));

    public string Supervisor => Path + "/supervise";

    public string Environment => Path + "/environment";

    /// <summary>Made by the supervisor, exclusively, before anything of the script: whoever makes it decides whether the attempt happens.</summary>
    public string Started => Path + "/started";

    /// <summary>The exit record.</summary>
    public string Exit => Path + "/exit";

    /// <summary>Why the agent has begun to end the attempt.</summary>
    public string Stopped => Path + "/stopped";

    public string Work => Path + "/work";

    public string Script => Work + "/script";

    public OutputLog Output => new(Path + "/output.log");

    public static RunFolder Of(string stateDir, string task, RunId run, int attempt) =>
        new($"{TaskFolder(stateDir, task)}/{run}/{attempt}");

    public static string AllTasks(string stateDir) => $"{stateDir}/runs";

    public static string TaskFolder(string stateDir, string task) => $"{AllTasks(stateDir)}/{task}";

    /// <summary>Writes everything that the attempt needs; leftovers of an attempt that never started go.</summary>
    public void Create(RunOrder order)
    {
        if (Directory.Exists(Path))
            RunRetention.Delete(new DirectoryInfo(Path));
        PrivateFolder.Create(Work);
        if (order.User != "root")
            OpenPassage();
        WriteNew(Supervisor, SupervisorScript.Text);
        WriteNew(Path + "/reserve", new byte[4096]);
        WriteNew(Environment, ScriptEnvironment.Of(order, this));
        WriteNew(Script, Encoding.UTF8.GetBytes(order.Script), OwnerFolder);
        foreach (var (name, content) in order.Files)
            WriteNew($"{Work}/{name}", content, OwnerFolder);
    }

    /// <summary>Makes sure that an attempt which has not started never will; false when it has.</summary>
    public bool TryRevoke()
    {
        try
        {
            WriteNew(Started, "revoked\n"u8);
            return true;
        }
        catch (IOException)
        {
            // Where it cannot be made, even for want of the folder, the supervisor may have been able to: then it counts as started.
            return ReadText(Started)?.StartsWith("revoked", StringComparison.Ordinal) ?? false;
        }
    }

    /// <summary>The first line of a record, or null when it isn't there or not whole yet.</summary>
    public static string? ReadRecord(string path) => ReadText(path) is { } text && text.EndsWith('\n') ? text.TrimEnd('\n') : null;

    private static string? ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Another user than root must get through to its own work folder, and see nothing on the way.</summary>
    private void OpenPassage()
    {
        for (
            var folder = Path;
            folder.Contains("/runs", StringComparison.Ordinal) || Directory.Exists(folder + "/runs");
            folder = System.IO.Path.GetDirectoryName(folder)!
        )
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | Passage);
            if (Directory.Exists(folder + "/runs"))
                break;
        }
    }

    private static void WriteNew(string path, ReadOnlySpan<byte> content, UnixFileMode mode = OwnerFile)
    {
        using var file = new FileStream(
            path,
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                BufferSize = 0,
                UnixCreateMode = mode,
            }
        );
        file.Write(content);
    }
}
