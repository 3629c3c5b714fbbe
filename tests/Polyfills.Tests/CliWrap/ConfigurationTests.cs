using System.Diagnostics;
using CliWrap;
using CliWrap.Buffered;

namespace NodeTasker.Polyfills.Tests.CliWrap;

public sealed class ConfigurationTests
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public void A_new_command_has_the_documented_defaults()
    {
        var command = Cli.Wrap("tool");

        Assert.Equal("tool", command.TargetFilePath);
        Assert.Empty(command.Arguments);
        Assert.Equal(Directory.GetCurrentDirectory(), command.WorkingDirPath);
        Assert.Empty(command.EnvironmentVariables);
        Assert.Equal(CommandResultValidation.ZeroExitCode, command.Validation);
        Assert.Same(ResourcePolicy.Default, command.ResourcePolicy);
        Assert.Same(Credentials.Default, command.Credentials);
        Assert.Same(PipeSource.Null, command.StandardInputPipe);
        Assert.Same(PipeTarget.Null, command.StandardOutputPipe);
        Assert.Same(PipeTarget.Null, command.StandardErrorPipe);
    }

    [Fact]
    public void Each_change_is_a_new_command_that_keeps_all_the_rest()
    {
        var source = PipeSource.FromString("in");
        var output = PipeTarget.ToDelegate(_ => { });
        var error = PipeTarget.ToDelegate(_ => { });
        var policy = new ResourcePolicy(ProcessPriorityClass.Idle);
        var credentials = new Credentials(userName: "nobody");
        var empty = Cli.Wrap("old");

        var command = empty
            .WithTargetFile("tool")
            .WithArguments(["a b"])
            .WithWorkingDirectory("/tmp")
            .WithResourcePolicy(policy)
            .WithCredentials(credentials)
            .WithEnvironmentVariables(variables => variables.Set("A", "1").Set("B", null))
            .WithValidation(CommandResultValidation.None)
            .WithStandardInputPipe(source)
            .WithStandardOutputPipe(output)
            .WithStandardErrorPipe(error)
            .WithTargetFile("tool2");

        Assert.Equal("tool2 \"a b\"", command.ToString());
        Assert.Equal("/tmp", command.WorkingDirPath);
        Assert.Same(policy, command.ResourcePolicy);
        Assert.Same(credentials, command.Credentials);
        Assert.Equal(new Dictionary<string, string?> { ["A"] = "1", ["B"] = null }, command.EnvironmentVariables);
        Assert.Equal(CommandResultValidation.None, command.Validation);
        Assert.Same(source, command.StandardInputPipe);
        Assert.Same(output, command.StandardOutputPipe);
        Assert.Same(error, command.StandardErrorPipe);
        Assert.Equal("old", empty.TargetFilePath);
        Assert.Empty(empty.Arguments);
    }

    [Fact]
    public void Builders_build_what_they_are_given()
    {
        var command = Cli.Wrap("x")
            .WithResourcePolicy(policy => policy.SetPriority(ProcessPriorityClass.High).SetAffinity(3).SetMinWorkingSet(1).SetMaxWorkingSet(2))
            .WithCredentials(user => user.SetDomain("d").SetUserName("u").SetPassword("p").LoadUserProfile());

        var policy = command.ResourcePolicy;
        var user = command.Credentials;
        Assert.Equal((ProcessPriorityClass.High, 3, 1, 2), (policy.Priority, policy.Affinity, policy.MinWorkingSet, policy.MaxWorkingSet));
        Assert.Equal(("d", "u", "p", true), (user.Domain, user.UserName, user.Password, user.LoadUserProfile));
    }

    [Fact(Timeout = 30_000)]
    public async Task Variables_are_set_overridden_emptied_and_removed()
    {
        var script = "echo \"${SET-unset}|${HOME-unset}|${EMPTY-unset}|${PATH-unset}\"";
        var command = Dummy.Shell(script).WithEnvironmentVariables(new Dictionary<string, string?>
        {
            ["SET"] = "a \"b\"\\ $c",
            ["HOME"] = "/elsewhere",
            ["EMPTY"] = "",
        });

        var result = await command.ExecuteBufferedAsync(Ended);

        Assert.Equal($"a \"b\"\\ $c|/elsewhere||{Environment.GetEnvironmentVariable("PATH")}\n", result.StandardOutput);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_null_variable_is_removed_from_what_is_inherited()
    {
        var command = Dummy.Run("env", "PATH").WithValidation(CommandResultValidation.None);

        var inherited = await command.ExecuteAsync(Ended);
        var removed = await command.WithEnvironmentVariables(variables => variables.Set("PATH", null)).ExecuteAsync(Ended);

        Assert.Equal((0, 1), (inherited.ExitCode, removed.ExitCode));
    }

    [Fact(Timeout = 30_000)]
    public async Task The_process_starts_in_its_working_directory()
    {
        using var folder = new ScratchFolder();

        var result = await Dummy.Run("cwd").WithWorkingDirectory(folder.Location).ExecuteBufferedAsync(Ended);

        Assert.Equal(folder.Location, result.StandardOutput.TrimEnd());
    }

    [Fact(Timeout = 30_000)]
    public async Task The_last_word_on_the_start_is_the_callers()
    {
        var seen = 0;
        var output = new System.Text.StringBuilder();

        var task = Dummy.Shell("echo $ADDED")
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output))
            .ExecuteAsync(startInfo => startInfo.Environment["ADDED"] = "yes", process => seen = process.Id, Ended, CancellationToken.None);
        await task;

        Assert.Equal("yes\n", output.ToString());
        Assert.Equal(task.ProcessId, seen);
    }

    [Fact(Timeout = 30_000)]
    public async Task Affinity_is_set_on_the_process()
    {
        var result = await Dummy.Shell("read _; grep Cpus_allowed_list /proc/self/status")
            .WithStandardInputPipe(PipeSource.FromString("go\n"))
            .WithResourcePolicy(policy => policy.SetAffinity(1))
            .ExecuteBufferedAsync(Ended);

        Assert.Equal("0", result.StandardOutput.Split('\t')[1].Trim());
    }

    [Fact]
    public void What_the_system_cannot_do_is_refused_before_anything_runs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows can");

        var command = Dummy.Run("exit", "0").WithCredentials(new Credentials(password: "secret"));

        Assert.Throws<NotSupportedException>(() => { command.ExecuteAsync(Ended); });
    }
}
