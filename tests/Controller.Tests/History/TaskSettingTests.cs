using k8s;
using k8s.Models;
using NodeTasker.Controller.History;
using NodeTasker.Controller.Watching;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Tests.History;

public sealed class TaskSettingTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly RunId Content = new("aaaaaaaaaaaa");
    private static readonly RunHistory History = new([
        new HistoryEntry
        {
            Run = Content,
            SetTime = Now.AddDays(-1),
            Manager = "node-tasker",
            User = "bob",
        },
    ]);
    private static readonly ObservedTask Plain = Task("""{"metadata":{"name":"node-tasker"}}""");

    [Fact]
    public void The_newest_manager_of_the_data_set_it_whoever_wrote_an_annotation_later()
    {
        var task = Task(
            """
            {"metadata":{"name":"node-tasker","annotations":{"node-tasker.io/set-by":" ada "},"managedFields":[
              {"manager":"kubectl-create","operation":"Update","time":"2026-01-01T10:00:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:data":{".":{},"f:task":{}}}},
              {"manager":"kubectl-replace","operation":"Update","time":"2026-01-01T11:00:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:data":{"f:parallelism":{}}}},
              {"manager":"kubectl-annotate","operation":"Update","time":"2026-01-01T12:00:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:annotations":{}}}}]},
             "data":{"task":"echo"}}
            """
        );

        Assert.Equal(new RunOrigin(new(2026, 1, 1, 11, 0, 0, TimeSpan.Zero), "kubectl-replace", null), OriginOf(task));
    }

    [Theory]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("aaaaaaaaaaaa-202601011000")]
    public void Of_a_rollout_that_is_taken_over_the_history_counts_first(string takenOver) =>
        Assert.Equal(new RunOrigin(Now.AddDays(-1), "node-tasker", "bob"), OriginOf(Plain, new RunId(takenOver)));

    [Theory]
    [InlineData(null)]
    [InlineData("bbbbbbbbbbbb")]
    public void A_content_that_is_set_again_after_another_is_as_old_as_that(string? takenOver) =>
        Assert.Equal(new RunOrigin(Now, null, null), OriginOf(Plain, takenOver is null ? null : new RunId(takenOver)));

    [Theory]
    [InlineData("""{"metadata":{"name":"node-tasker"},"data":{"task":"echo"}}""")]
    [InlineData(
        """{"metadata":{"name":"node-tasker","managedFields":[{"manager":"x","operation":"Update","time":"2026-01-01T10:00:00Z"}]},"data":{"task":"echo"}}"""
    )]
    public void Where_nobody_noted_it_it_was_set_now_by_somebody(string json) =>
        Assert.Equal(new RunOrigin(Now, null, null), OriginOf(Task(json)));

    /// <param name="task">The task.</param>
    /// <param name="takenOver">The run that an earlier controller's summary is about; null when there is none.</param>
    private static RunOrigin OriginOf(ObservedTask task, RunId? takenOver = null)
    {
        var summary = takenOver is { } run ? new RolloutSummary(run, RolloutStatus.Complete, null, [], PhaseCounts.Of([])) : null;
        var state = new ReporterState
        {
            History = History,
            Summary = summary,
            IsTakenOver = true,
        };
        return state.Seeing(task, Content, Now).Setting!.Origin;
    }

    private static ObservedTask Task(string json) => ObservedTask.Of("node-tasker", KubernetesJson.Deserialize<V1ConfigMap>(json));
}
