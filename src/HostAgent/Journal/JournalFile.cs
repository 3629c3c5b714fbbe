using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace NodeTasker.HostAgent.Journal;

/// <summary>
/// A journal on disk: one line with format, version and SHA-256, then JSON. Written beside and renamed over, file and folder
/// synced, so that there is the old one or the new one and nothing between.
/// </summary>
internal sealed class JournalFile(string path)
{
    private const string Header = "node-tasker-journal 1 ";

    public string Path => path;

    /// <summary>The state, or null when there is none yet.</summary>
    /// <exception cref="JournalDamagedException">There is one, and it cannot be believed.</exception>
    public JournalState? Read()
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        var end = Array.IndexOf(content, (byte)'\n');
        if (end < 0)
            throw new JournalDamagedException($"{path} ends within its first line");
        var body = content.AsSpan(end + 1);
        var expected = Header + Convert.ToHexStringLower(SHA256.HashData(body));
        if (Encoding.UTF8.GetString(content, 0, end) != expected)
            throw new JournalDamagedException($"{path} does not have the checksum that its first line says");
        try
        {
            var state = JsonSerializer.Deserialize(body, JournalJson.Default.JournalState);
            if (state is not { Version: JournalState.CurrentVersion })
                throw new JournalDamagedException($"{path} is of a version that this agent does not know");
            return state.IsSound ? state : throw new JournalDamagedException($"{path} holds what no agent has written");
        }
        catch (JsonException e)
        {
            throw new JournalDamagedException($"{path} is not the JSON that it should be: {e.Message}");
        }
    }

    public void Write(JournalState state)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(state, JournalJson.Default.JournalState);
        var header = Encoding.ASCII.GetBytes(Header + Convert.ToHexStringLower(SHA256.HashData(body)) + "\n");
        DurableFile.Replace(path, [.. header, .. body]);
    }

    /// <summary>Moves an unreadable journal out of the way and returns where it lies now.</summary>
    public string SetAside(DateTimeOffset now)
    {
        for (var i = 0; ; i++)
        {
            var aside = $"{path}.unreadable-{now:yyyyMMddTHHmmssZ}{(i == 0 ? "" : $"-{i}")}";
            if (File.Exists(aside))
                continue;
            File.Move(path, aside);
            return aside;
        }
    }
}

/// <summary>A journal that cannot be believed; the message says which and why.</summary>
internal sealed class JournalDamagedException(string message) : Exception(message);
