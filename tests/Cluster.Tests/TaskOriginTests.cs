using System.Text.Json;
using k8s.Models;
using NodeTasker.TaskModel;

namespace NodeTasker.Cluster.Tests;

public sealed class TaskOriginTests
{
    [Fact]
    public void It_is_the_field_manager_that_wrote_data_last()
    {
        var metadata = new V1ObjectMeta
        {
            ManagedFields =
            [
                Entry("kubectl-create", 1, """{"f:data":{".":{},"f:task":{}}}"""),
                Entry("kubectl-replace", 3, """{"f:data":{"f:task":{}}}"""),
                Entry("kubectl-annotate", 5, """{"f:metadata":{"f:annotations":{}}}"""),
            ],
        };

        var origin = TaskOrigin.Of(metadata);

        Assert.Equal("kubectl-replace", origin.Manager);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddMinutes(3), origin.Time);
        Assert.Null(origin.User);
    }

    [Fact]
    public void A_cancel_is_as_old_as_the_last_write_of_whoever_wrote_its_annotation()
    {
        var metadata = new V1ObjectMeta
        {
            ManagedFields =
            [
                Entry("kubectl-replace", 7, """{"f:data":{"f:task":{}},"f:metadata":{"f:annotations":{"f:node-tasker.io/paused":{}}}}"""),
                Entry("kubectl-annotate", 5, """{"f:metadata":{"f:annotations":{"f:node-tasker.io/cancel":{}}}}"""),
                Entry("odd", 9, """{"f:metadata":"none"}"""),
            ],
        };

        Assert.Equal(DateTimeOffset.UnixEpoch.AddMinutes(5), TaskOrigin.CancelTimeOf(metadata));
        Assert.Null(TaskOrigin.CancelTimeOf(new V1ObjectMeta()));
        Assert.Null(TaskOrigin.CancelTimeOf(null));
    }

    [Theory]
    [InlineData("alice", "alice")]
    [InlineData("  alice\n", "alice")]
    [InlineData("alice\nTask x: run 1 succeeded", "alice Task x: run 1 succeeded")]
    [InlineData("a\u2028b\u202ec\0d", "a b c d")]
    [InlineData(" ", null)]
    public void The_user_is_what_the_setter_said_on_one_line(string annotation, string? expected)
    {
        var metadata = SetWith(WellKnown.CliFieldManager, annotation);

        Assert.Equal(expected, TaskOrigin.Of(metadata).User);
    }

    [Fact]
    public void The_name_of_an_earlier_setter_is_not_taken_for_that_of_who_edited_the_task_since() =>
        Assert.Equal(
            new TaskOrigin("kubectl-edit", DateTimeOffset.UnixEpoch.AddMinutes(1), null),
            TaskOrigin.Of(SetWith("kubectl-edit", "alice"))
        );

    [Fact]
    public void A_long_name_is_cut()
    {
        var metadata = SetWith(WellKnown.CliFieldManager, new('x', 100_000));

        Assert.Equal(254, TaskOrigin.Of(metadata).User!.Length);
    }

    [Fact]
    public void Nothing_is_known_of_an_object_without_metadata() => Assert.Equal(new TaskOrigin(null, null, null), TaskOrigin.Of(null));

    private static V1ObjectMeta SetWith(string manager, string user) =>
        new()
        {
            Annotations = new Dictionary<string, string> { [WellKnown.SetByAnnotation] = user },
            ManagedFields = [Entry(manager, 1, """{"f:data":{"f:task":{}}}""")],
        };

    private static V1ManagedFieldsEntry Entry(string manager, int minute, string fields) =>
        new()
        {
            Manager = manager,
            Operation = "Update",
            Time = DateTime.UnixEpoch.AddMinutes(minute),
            FieldsV1 = JsonDocument.Parse(fields).RootElement,
        };
}
