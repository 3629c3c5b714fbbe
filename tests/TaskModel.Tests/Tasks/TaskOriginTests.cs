using System.Text.Json;

namespace NodeTasker.TaskModel.Tests;

public sealed class TaskOriginTests
{
    [Fact]
    public void It_is_the_field_manager_that_wrote_data_last()
    {
        var origin = TaskOrigin.Of(
            [
                Entry("kubectl-create", 1, """{"f:data":{".":{},"f:task":{}}}"""),
                Entry("kubectl-replace", 3, """{"f:data":{"f:task":{}}}"""),
                Entry("kubectl-annotate", 5, """{"f:metadata":{"f:annotations":{}}}"""),
            ],
            null
        );

        Assert.Equal("kubectl-replace", origin.Manager);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddMinutes(3), origin.Time);
        Assert.Null(origin.User);
    }

    [Fact]
    public void A_cancel_is_as_old_as_the_last_write_of_whoever_wrote_its_annotation()
    {
        var time = TaskOrigin.CancelTimeOf([
            Entry("kubectl-replace", 7, """{"f:data":{"f:task":{}},"f:metadata":{"f:annotations":{"f:node-tasker.io/paused":{}}}}"""),
            Entry("kubectl-annotate", 5, """{"f:metadata":{"f:annotations":{"f:node-tasker.io/cancel":{}}}}"""),
            Entry("odd", 9, """{"f:metadata":"none"}"""),
        ]);

        Assert.Equal(DateTimeOffset.UnixEpoch.AddMinutes(5), time);
        Assert.Null(TaskOrigin.CancelTimeOf([]));
    }

    [Theory]
    [InlineData("alice", "alice")]
    [InlineData("  alice\n", "alice")]
    [InlineData("alice\nTask x: run 1 succeeded", "alice Task x: run 1 succeeded")]
    [InlineData("a\u2028b\u202ec\0d", "a b c d")]
    [InlineData(" ", null)]
    public void The_user_is_what_the_setter_said_on_one_line(string annotation, string? expected)
    {
        var origin = SetWith(WellKnown.CliFieldManager, annotation);

        Assert.Equal(expected, origin.User);
    }

    [Fact]
    public void The_name_of_an_earlier_setter_is_not_taken_for_that_of_who_edited_the_task_since() =>
        Assert.Equal(new TaskOrigin("kubectl-edit", DateTimeOffset.UnixEpoch.AddMinutes(1), null), SetWith("kubectl-edit", "alice"));

    [Fact]
    public void A_long_name_is_cut()
    {
        var origin = SetWith(WellKnown.CliFieldManager, new('x', 100_000));

        Assert.Equal(254, origin.User!.Length);
    }

    [Fact]
    public void Nothing_is_known_of_an_object_without_metadata() => Assert.Equal(new TaskOrigin(null, null, null), TaskOrigin.Of([], null));

    private static TaskOrigin SetWith(string manager, string user) =>
        TaskOrigin.Of(
            [Entry(manager, 1, """{"f:data":{"f:task":{}}}""")],
            new Dictionary<string, string> { [WellKnown.SetByAnnotation] = user }
        );

    private static (string? Manager, DateTimeOffset? Time, JsonElement Fields) Entry(string manager, int minute, string fields) =>
        (manager, DateTimeOffset.UnixEpoch.AddMinutes(minute), JsonDocument.Parse(fields).RootElement);
}
