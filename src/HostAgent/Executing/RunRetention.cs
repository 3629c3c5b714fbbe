using NodeTasker.HostAgent.Journal;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Executing;

/// <summary>Removes the folders of old runs: at most ten runs a task, and 1 GiB in all. What has not been reported stays.</summary>
internal sealed class RunRetention(string stateDir, long maxLogBytes)
{
    private const long MaxBytes = 1L << 30;

    /// <summary>What a script has linked to is not the run's, and may be all of the host.</summary>
    private static readonly EnumerationOptions OwnFiles = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>Removes what <paramref name="task"/> has too much of; why that failed, or null.</summary>
    public string? Prune(string task, JournalState journal)
    {
        try
        {
            var total = new DirectoryInfo(RunFolder.AllTasks(stateDir))
                .EnumerateDirectories()
                .Where(other => other.Name != task)
                .Sum(SizeOf);
            foreach (
                var run in new DirectoryInfo(RunFolder.TaskFolder(stateDir, task))
                    .GetDirectories()
                    .OrderByDescending(d => d.CreationTimeUtc)
            )
            {
                var size = SizeOf(run);
                var entry = journal.Find(new RunId(run.Name));
                var removable = entry is null || (entry.HasEnded && entry.Reported);
                if (removable && (entry is null || total + size > MaxBytes))
                    Delete(run);
                else
                    total += size;
            }

            return null;
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing has run yet.
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    /// <summary>A recursive delete stops at links and not at mounts: a script that bound the host's root below its folder must not cost the host.</summary>
    public static void Delete(DirectoryInfo run)
    {
        var mount = File.ReadLines("/proc/self/mountinfo")
            .Select(line => line.Split(' ')[4])
            .FirstOrDefault(point => point.StartsWith(run.FullName + "/", StringComparison.Ordinal));
        if (mount is not null)
            throw new IOException($"{mount} is mounted below {run.FullName}; unmount it on the host.");
        run.Delete(recursive: true);
    }

    /// <summary>A bounded log is longer than what it takes on disk.</summary>
    private long SizeOf(DirectoryInfo folder) => folder.EnumerateFiles("*", OwnFiles).Sum(f => Math.Min(f.Length, maxLogBytes));
}
