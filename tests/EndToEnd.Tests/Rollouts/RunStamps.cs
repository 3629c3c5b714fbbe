using System.Globalization;

namespace NodeTasker.EndToEnd.Tests.Rollouts;

/// <summary>When scripts started and ended, as they say themselves: a file a node, all by the machine's one clock.</summary>
internal sealed class RunStamps(string folder)
{
    /// <summary>Takes from 0.2 to 0.9 seconds.</summary>
    public string Script =>
        $"""
            #!/bin/sh
            echo "start $(date +%s%N)" >> {folder}/$NODE_TASKER_NODE
            sleep 0.$((2 + $$ % 8))
            echo "end $(date +%s%N)" >> {folder}/$NODE_TASKER_NODE

            """;

    /// <summary>Every start so far with its end, by node.</summary>
    public ILookup<string, (long Start, long? End)> Read() =>
        Directory
            .EnumerateFiles(folder)
            .SelectMany(file => Intervals([.. File.ReadLines(file)]).Select(interval => (Node: Path.GetFileName(file), interval)))
            .ToLookup(stamp => stamp.Node, stamp => stamp.interval);

    /// <summary>How many nodes have run to the end.</summary>
    public int CountEnded() => Read().Count(node => node.Any(run => run.End is not null));

    /// <summary>The nodes whose scripts run now.</summary>
    public IReadOnlyList<string> Running() => [.. Read().Where(node => node.Any(run => run.End is null)).Select(node => node.Key)];

    /// <summary>How many ran at the same time at most.</summary>
    public int MostAtOnce()
    {
        var changes = Read()
            .SelectMany(node => node)
            .SelectMany(run => (IEnumerable<(long At, int By)>)[(run.Start, 1), (run.End ?? long.MaxValue, -1)]);
        var (now, most) = (0, 0);
        foreach (var (_, by) in changes.OrderBy(change => change.At).ThenBy(change => change.By))
        {
            now += by;
            most = Math.Max(most, now);
        }

        return most;
    }

    private static IEnumerable<(long Start, long? End)> Intervals(IReadOnlyList<string> lines)
    {
        // A line may be half there; another look will find it.
        var words = lines.Select(line => line.Split(' ')).Where(words => words.Length == 2 && words[1].Length > 0).ToList();
        var ends = new Queue<long>(words.Where(word => word[0] == "end").Select(TimeOf));
        return words
            .Where(word => word[0] == "start")
            .Select(TimeOf)
            .Select(start => (start, ends.TryDequeue(out var end) ? end : (long?)null));
    }

    private static long TimeOf(string[] words) => long.Parse(words[1], CultureInfo.InvariantCulture);
}
