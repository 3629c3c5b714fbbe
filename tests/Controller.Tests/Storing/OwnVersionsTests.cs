using NodeTasker.Controller.Storing;

namespace NodeTasker.Controller.Tests.Storing;

public sealed class OwnVersionsTests
{
    private readonly OwnVersions _versions = new();
    private int _times;

    public OwnVersionsTests() => _versions.Disturbed += () => _times++;

    [Fact]
    public void What_one_has_written_oneself_is_nobody_elses_doing_however_late_the_watch_is()
    {
        Read("1");
        Write("2");
        Write("3");

        foreach (var version in (string[])["1", "2", "3"])
            _versions.Saw(version);

        Assert.Equal((false, 0), (_versions.IsDisturbed, _times));
    }

    [Fact]
    public void A_watch_that_is_ahead_of_the_answer_to_a_write_is_no_news()
    {
        Read(null);

        _versions.BeginWrite();
        _versions.Saw("1");
        _versions.End(isKnown: true, "1");

        Assert.Equal((false, 0), (_versions.IsDisturbed, _times));
    }

    [Theory]
    [InlineData("x")]
    [InlineData(null)]
    public void What_somebody_else_has_written_or_deleted_is_news_until_it_was_read(string? version)
    {
        Read("1");
        Write("2");

        _versions.Saw(version);
        Assert.Equal((true, 1), (_versions.IsDisturbed, _times));
        Read(version);

        Assert.False(_versions.IsDisturbed);
    }

    [Fact]
    public void What_somebody_else_does_while_one_writes_is_news_afterwards()
    {
        Read("1");

        _versions.BeginWrite();
        _versions.Saw("2");
        _versions.Saw("x");
        Assert.Equal((false, 0), (_versions.IsDisturbed, _times));
        _versions.End(isKnown: true, "2");

        Assert.Equal((true, 1), (_versions.IsDisturbed, _times));
    }

    [Fact]
    public void What_is_not_known_is_read_in_any_case()
    {
        _versions.Saw("x");
        Read("1");
        _versions.BeginWrite();
        _versions.End(isKnown: false, "1");
        _versions.Saw("y");

        Assert.Equal((false, 0), (_versions.IsDisturbed, _times));
    }

    private void Read(string? version)
    {
        _versions.BeginRead();
        _versions.End(isKnown: true, version);
    }

    private void Write(string? version)
    {
        _versions.BeginWrite();
        _versions.End(isKnown: true, version);
    }
}
