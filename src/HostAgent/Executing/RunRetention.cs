using NodeTasker.HostAgent.Journal;

namespace NodeTasker.HostAgent.Executing;

/// <summary>Removes the folders of old runs: at most ten runs a task, and 1 GiB in all. What has not been reported stays.</summary>
internal sealed class RunRetention(string stateDir)
{
    private const long MaxBytes = 1L << 30;

    /// <summary>What a script has linked to is not the run's, and may be all of the host.</summary>
    private static readonly EnumerationOptions OwnFiles = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    public void Prune(string task, JournalState journal)
    {
        var folder = new DirectoryInfo(RunFolder.TaskFolder(stateDir, task));
        if (!folder.Exists) return;
        var total = 0L;
        foreach (var run in folder.GetDirectories().OrderByDescending(d => d.CreationTimeUtc))
        {
            var size = run.EnumerateFiles("*", OwnFiles).Sum(f => f.Length);
            var entry = journal.Find(run.Name);
            var removable = entry is null || (entry.HasEnded && entry.Reported);
            if (removable && (entry is null || total + size > MaxBytes)) run.Delete(recursive: true);
            else total += size;
        }
    }
}
