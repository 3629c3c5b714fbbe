using System.Text;
using NodeTasker.HostAgent.Journal;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Journal;

public sealed class JournalFileTests : IDisposable
{
    private readonly TempDir _dir = new();

    private JournalFile File => new(_dir["task.journal"]);

    public void Dispose() => _dir.Dispose();

    [Fact]
    public void There_is_no_state_before_the_first_write()
    {
        Assert.Null(File.Read());
        Assert.Null(new JournalFile(_dir["no-folder/task.journal"]).Read());
    }

    [Fact]
    public void All_that_is_written_is_read_again()
    {
        var state = Entries.FullState();

        File.Write(state);

        Assert.Equal(Entries.Text(state), Entries.Text(File.Read()!));
    }

    [Fact]
    public void A_later_write_replaces_an_earlier_one_and_leaves_nothing_beside_it()
    {
        File.Write(Entries.FullState());
        File.Write(new JournalState { Task = "task" });

        Assert.Empty(File.Read()!.Runs);
        Assert.Equal([_dir["task.journal"]], Directory.GetFiles(_dir.Path));
    }

    [Fact]
    public void Only_its_owner_can_read_a_journal()
    {
        File.Write(Entries.FullState());

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File.Path));
    }

    [Fact]
    public void A_write_that_was_cut_short_by_a_crash_leaves_the_old_journal()
    {
        File.Write(Entries.FullState());
        var whole = System.IO.File.ReadAllBytes(File.Path);

        System.IO.File.WriteAllBytes(File.Path + ".next", whole[..(whole.Length / 2)]);

        Assert.Equal(Entries.Text(Entries.FullState()), Entries.Text(File.Read()!));
        File.Write(new JournalState { Task = "task" });
        Assert.Empty(File.Read()!.Runs);
    }

    [Fact]
    public void A_journal_that_is_cut_anywhere_is_damaged()
    {
        File.Write(Entries.FullState());
        var whole = System.IO.File.ReadAllBytes(File.Path);

        for (var length = 0; length < whole.Length; length++)
        {
            System.IO.File.WriteAllBytes(File.Path, whole[..length]);
            Assert.Throws<JournalDamagedException>(() => File.Read());
        }
    }

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0x01)]
    [InlineData(0x80)]
    [InlineData(0x20)]
    public void A_journal_with_one_byte_changed_anywhere_is_damaged(int bits)
    {
        File.Write(Entries.FullState());
        var whole = System.IO.File.ReadAllBytes(File.Path);

        for (var at = 0; at < whole.Length; at++)
        {
            byte[] flipped = [.. whole];
            flipped[at] ^= (byte)bits;
            System.IO.File.WriteAllBytes(File.Path, flipped);
            Assert.Throws<JournalDamagedException>(() => File.Read());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    [InlineData("{}\n")]
    [InlineData("\n")]
    [InlineData("node-tasker-journal 1 \n{}")]
    public void What_is_no_journal_is_damaged(string content)
    {
        System.IO.File.WriteAllText(File.Path, content);

        Assert.Throws<JournalDamagedException>(() => File.Read());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"task":"task","version":1}""")]
    [InlineData("""{"task":"task","version":0}""")]
    [InlineData("""{"task":"task","version":2,"runs":[{"run":"a"}]}""")]
    [InlineData("""{"task":"task","version":2,"runs":[{"run":"a","phase":"Flying"}]}""")]
    [InlineData("""{"task":"task","version":2,"runs":7}""")]
    [InlineData("""{"task":"task","version":2,"contents":[null]}""")]
    [InlineData("""{"task":"task","version":2,"contents":["a-slot"]}""")]
    [InlineData("""{"task":"task","version":2,"slots":["a"]}""")]
    [InlineData("""{"task":"task","version":2,"slots":["a-slot Flying"]}""")]
    public void A_journal_with_a_good_checksum_but_not_of_this_version_is_damaged(string json)
    {
        WriteWithChecksum("node-tasker-journal 1 ", json);

        Assert.Throws<JournalDamagedException>(() => File.Read());
    }

    [Theory]
    [InlineData("node-tasker-journal 2 ")]
    [InlineData("other-journal 1 ")]
    public void A_journal_of_another_format_is_damaged(string header)
    {
        WriteWithChecksum(header, """{"task":"task","version":2}""");

        Assert.Throws<JournalDamagedException>(() => File.Read());
    }

    [Fact]
    public void A_message_says_which_file_is_damaged()
    {
        System.IO.File.WriteAllText(File.Path, "x");

        Assert.Contains(File.Path, Assert.Throws<JournalDamagedException>(() => File.Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Journals_are_set_aside_under_the_time_and_never_over_each_other()
    {
        var now = new DateTimeOffset(2026, 11, 22, 10, 4, 5, TimeSpan.Zero);
        var names = new List<string>();

        for (var i = 0; i < 3; i++)
        {
            System.IO.File.WriteAllText(File.Path, $"{i}");
            names.Add(File.SetAside(now));
        }

        var aside = _dir["task.journal.unreadable-20261122T100405Z"];
        Assert.Equal([aside, aside + "-1", aside + "-2"], names);
        Assert.Equal(["0", "1", "2"], names.Select(System.IO.File.ReadAllText));
        Assert.False(System.IO.File.Exists(File.Path));
    }

    private void WriteWithChecksum(string header, string json)
    {
        var checksum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(json)));
        System.IO.File.WriteAllText(File.Path, $"{header}{checksum}\n{json}");
    }
}
