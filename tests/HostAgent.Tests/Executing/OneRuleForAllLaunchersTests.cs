using NodeTasker.HostAgent.Executing;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Executing;

/// <summary>What the host is asked for, where the host itself must keep it.</summary>
public sealed class OneRuleForAllLaunchersTests : IDisposable
{
    private readonly TempDir _dir = new();

    private RunFolder Folder => new(_dir["runs/task/0123456789ab/1"]);

    public void Dispose() => _dir.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Out_of_memory_ends_the_whole_run_under_systemd_where_it_can_be_asked_for(bool isKnown) =>
        Assert.Equal(isKnown, SystemdLauncher.Properties(Folder, HostScripts.Order(":"), isKnown).Contains("OOMPolicy=kill"));

    [Theory]
    [InlineData(null, "TasksMax=infinity")]
    [InlineData(50L, "TasksMax=50")]
    public void Under_systemd_a_script_has_the_task_limit_that_its_task_says_and_not_the_hosts(long? pids, string expected)
    {
        var order = HostScripts.Order(":") with { Limits = new ResourceLimits(null, null, pids) };

        var asked = SystemdLauncher.Properties(Folder, order, true).ToList();

        Assert.Equal(expected, Assert.Single(asked, property => property.StartsWith("TasksMax=", StringComparison.Ordinal)));
        Assert.Contains("IgnoreSIGPIPE=no", asked);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1048576L)]
    public void Out_of_memory_ends_the_whole_run_in_a_cgroup_with_a_limit_and_without(long? memory)
    {
        var group = $"node-tasker/{Folder.Key}";
        foreach (var file in new[] { "cgroup.subtree_control", "node-tasker/cgroup.subtree_control", $"{group}/cgroup.subtree_control" })
            _dir.Write(file, "");
        foreach (var file in new[] { "memory.oom.group", "memory.max", "memory.swap.max" })
            _dir.Write($"{group}/script/{file}", "");

        new RunCgroup(new HostCgroups("/sys/fs/cgroup", _dir.Path), Folder).Create(new ResourceLimits(null, memory, null));

        Assert.Equal("1", File.ReadAllText(_dir[$"{group}/script/memory.oom.group"]));
        Assert.Equal(memory is null ? "" : "1048576", File.ReadAllText(_dir[$"{group}/script/memory.max"]));
    }

    [Fact]
    public void A_kernel_without_the_memory_controller_runs_scripts_without_a_limit_all_the_same() =>
        new RunCgroup(new HostCgroups("/sys/fs/cgroup", _dir.Path), Folder).Create(ResourceLimits.None);
}
