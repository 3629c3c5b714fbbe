using System.Text;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Reporting;

/// <summary>What is left to write of a record that the API server refuses: less and less, output first, and each says so.</summary>
internal static class RefusedRecord
{
    private const int Excerpt = 4 * 1024;

    public static IEnumerable<RunRecord> Smaller(RunRecord record, int status)
    {
        var log = record.LogPath is { } path ? $" {path} on the node has what is kept of it." : "";
        var news = $"The API server refused the result with more in it (HTTP {status}):";
        if (record.Output is { Length: > Excerpt } output)
            yield return With(Cut(output, record.OutputBytes), $"{news} the output is cut.{log}");
        if (record.Output is not null)
            yield return With(null, $"{news} the output is left out.{log}");
        yield return With(null, null) with
        {
            Message = $"{news} output and message are left out.{log}",
        };

        RunRecord With(string? excerpt, string? addition) =>
            record with
            {
                Output = excerpt,
                OutputTruncated = record.OutputTruncated || excerpt != record.Output,
                Message = $"{record.Message} {addition}".Trim(),
            };
    }

    private static string Cut(string output, long total)
    {
        var bytes = Encoding.UTF8.GetBytes(output);
        var (head, tail) = (bytes[..(Excerpt / 2)], bytes[^(Excerpt / 2)..]);
        return OutputExcerpt.Of(head, tail, Math.Max(total, bytes.Length), Excerpt, "more of it was refused").Text;
    }
}
