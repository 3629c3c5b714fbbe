using NodeTasker.Testing;

namespace NodeTasker.Cluster.Tests;

public sealed class InformerTests
{
    [Fact]
    public void What_one_has_written_or_deleted_oneself_wakes_the_others_as_the_watch_has_nothing_new_to_say_of_it()
    {
        var informer = new Informer<string>(
            new Reflector<string>(
                new FakeEndpoint<string>("the things"),
                new ApiConnection(),
                new FakeTimeProvider(),
                new RecordingLog<object>()
            )
        );
        var woken = 0;
        informer.Changed += () => woken++;

        informer.Note("a", "1");
        informer.Note("a", "1");
        informer.Forget("a");
        informer.Forget("a");

        Assert.Equal(2, woken);
    }
}
