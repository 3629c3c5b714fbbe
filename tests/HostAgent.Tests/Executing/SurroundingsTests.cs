using System.Text;
using NodeTasker.HostAgent.Executing;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Executing;

/// <summary>What a script finds around it: variables, files, folder, user.</summary>
public sealed class SurroundingsTests : IAsyncLifetime
{
    private readonly HostScripts _host = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory(Timeout = 120_000)]
    [InlineData("LEVEL", "debug")]
    [InlineData("EMPTY", "")]
    [InlineData("QUOTES", "it's \"quoted\" and ''twice''")]
    [InlineData("LINES", "one\ntwo\n\nfour\n")]
    [InlineData("EXPANSION", "$HOME `id` $(id) ${x} \\ \\n !")]
    [InlineData("UNICODE", "日本語 ünï 🎉")]
    [InlineData("CONTROL", "\u0001\t\u001b[0m\r")]
    [InlineData("user", "somebody")]
    [InlineData("folder", "/tmp")]
    [InlineData("workdir", "/tmp")]
    [InlineData("uptime", "1")]
    [InlineData("IFS", "/:")]
    [InlineData("HOME", "/tmp")]
    [InlineData("USER", "me")]
    [InlineData("LANG", "de_DE.UTF-8")]
    [InlineData("ENV", "/no/such")]
    [InlineData("PS4", "$(exit 7)")]
    [InlineData("_x", "1")]
    public async Task A_variable_of_the_task_reaches_the_script_as_it_is(string name, string value)
    {
        var order = HostScripts.Order("cat /proc/$$/environ\n") with { Env = new Dictionary<string, string> { [name] = value } };

        var environment = (await _host.OutputOfAsync(order).WaitAsync(TestContext.Current.CancellationToken)).Split('\0');

        Assert.Contains($"{name}={value}", environment);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("PATH", "/opt/bin:/usr/bin:/bin")]
    [InlineData("PPID", "1")]
    public async Task A_variable_that_means_something_to_the_shell_does_not_keep_the_script_from_running(string name, string value)
    {
        var order = HostScripts.Order("echo ran\n") with { Env = new Dictionary<string, string> { [name] = value } };

        Assert.Equal("ran\n", await _host.OutputOfAsync(order).WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_script_gets_nothing_of_the_agents_own_environment()
    {
        Environment.SetEnvironmentVariable("NODE_TASKER_LEAK", "leaked");
        Environment.SetEnvironmentVariable("KUBERNETES_SERVICE_HOST", "10.0.0.1");
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", "/run/systemd/notify");

        var names = (await _host.OutputOfAsync("cat /proc/$$/environ\n").WaitAsync(TestContext.Current.CancellationToken))
            .Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(v => v.Split('=')[0])
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "HOME",
                "LANG",
                "LOGNAME",
                "NODE_TASKER_ATTEMPT",
                "NODE_TASKER_NODE",
                "NODE_TASKER_RUN",
                "NODE_TASKER_RUN_DIR",
                "NODE_TASKER_TASK",
                "PATH",
                "SHELL",
                "USER",
            ],
            names.Except(["PWD", "OLDPWD", "_"])
        );
    }

    [Fact(Timeout = 120_000)]
    public async Task A_script_knows_what_it_is()
    {
        var output = await _host
            .OutputOfAsync("echo $NODE_TASKER_TASK $NODE_TASKER_NODE $NODE_TASKER_RUN $NODE_TASKER_ATTEMPT $USER $HOME\n")
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("node-tasker worker-1 0123456789ab 1 root /root\n", output);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_script_has_its_log_open_as_its_two_streams_and_nothing_more_of_its_run()
    {
        var open = await _host
            .OutputOfAsync("for fd in /proc/$$/fd/*; do echo \"${fd##*/} $(readlink $fd)\"; done\n")
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            [$"1 {_host.Folder.Output.Path}", $"2 {_host.Folder.Output.Path}"],
            open.Split('\n')
                .Where(line => line.Contains(_host.StateDir, StringComparison.Ordinal))
                .Where(line => !line.EndsWith("/script", StringComparison.Ordinal))
        );
    }

    [Fact(Timeout = 120_000)]
    public async Task Files_lie_beside_the_script_as_they_are()
    {
        byte[] binary = [0, 255, 13, 10];
        var order = HostScripts.Order("ls; cat app.conf; cat data.bin >../copy\n") with
        {
            Files = new Dictionary<string, byte[]> { ["app.conf"] = Encoding.UTF8.GetBytes("a=ü\n"), ["data.bin"] = binary },
        };

        Assert.Equal("app.conf\ndata.bin\nscript\na=ü\n", await _host.OutputOfAsync(order));
        Assert.Equal(binary, await File.ReadAllBytesAsync(_host.Folder.Path + "/copy", TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_script_runs_in_its_own_folder_or_where_the_task_says()
    {
        Assert.Equal(_host.Folder.Work + "\n", await _host.OutputOfAsync("pwd\n").WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal("/usr/bin\n", await _host.OutputOfAsync(HostScripts.Order("pwd\n") with { WorkingDir = "/usr/bin" }));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("/no/such")]
    [InlineData("/etc/passwd")]
    public async Task A_script_whose_workingDir_is_not_there_does_not_start(string folder)
    {
        var outcome = await _host
            .RunAsync(HostScripts.Order("pwd\n") with { WorkingDir = folder })
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            $"the workingDir '{folder}' is not a folder that can be entered on this host",
            Assert.IsType<RunOutcome.NotStarted>(outcome).Message
        );
    }

    [Fact(Timeout = 120_000)]
    public async Task What_a_run_writes_is_for_root_alone()
    {
        await _host.RunAsync("echo secret\n").WaitAsync(TestContext.Current.CancellationToken);

        Assert.All([_host.StateDir + "/runs", _host.Folder.Path, _host.Folder.Work], folder =>
            Assert.Equal(
                UnixFileMode.None,
                File.GetUnixFileMode(folder) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)
            )
        );
        Assert.All([_host.Folder.Environment, _host.Folder.Script], file =>
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead))
        );
    }

    [Fact(Timeout = 120_000)]
    public async Task What_the_agent_has_for_itself_is_not_the_scripts()
    {
        var order = HostScripts.Order("cat /proc/$$/oom_score_adj; ulimit -n; umask\n");
        _host.Folder.Create(order);

        await RunningProcess.RunAsync(
            "/bin/sh",
            [
                "-c",
                "echo 300 >/proc/$$/oom_score_adj; ulimit -S -n 256; umask 077; exec /bin/sh \"$@\"",
                "sh",
                _host.Folder.Supervisor,
                "run",
                "",
                _host.Folder.Path,
                _host.Folder.Work,
                "root",
                "/bin/sh",
            ],
            cancellationToken: TestContext.Current.CancellationToken
        );

        Assert.Equal("0\n1024\n0022\n", await File.ReadAllTextAsync(_host.Folder.Output.Path, TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("dash")]
    [InlineData("bash")]
    [InlineData("busybox")]
    public async Task Nothing_that_the_hosts_shell_says_of_the_supervisor_is_in_the_output(string shell)
    {
        var path = new[] { "/bin", "/usr/bin" }.Select(folder => $"{folder}/{shell}").FirstOrDefault(File.Exists);
        Assert.SkipUnless(path is not null, $"There is no {shell} here.");
        _host.Folder.Create(HostScripts.Order("echo ran\n"));
        // A shell is what it is called.
        var sh = _host.StateDir + "/sh";
        File.CreateSymbolicLink(sh, path!);

        await RunningProcess.RunAsync(
            sh,
            [
                _host.Folder.Supervisor,
                "run",
                ProcessTree.MarkOf(_host.Folder.Path),
                _host.Folder.Path,
                _host.Folder.Work,
                "root",
                "/bin/sh",
            ],
            cancellationToken: TestContext.Current.CancellationToken
        );

        Assert.Equal("ran\n", await File.ReadAllTextAsync(_host.Folder.Output.Path, TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("nobody", "nobody 65534 nogroup nobody /nonexistent")]
    [InlineData("65534", "nobody 65534 nogroup nobody /nonexistent")]
    [InlineData("0", "root 0 root root /root")]
    [InlineData("54321", "54321 54321 54321 54321 /")]
    public async Task A_script_runs_as_the_user_that_the_task_says(string user, string expected)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Other users need root.");
        var order = HostScripts.Order(
            "echo $(id -un 2>/dev/null) $(id -u) $(id -gn 2>/dev/null) $USER $HOME\ntouch mine && cat given\n"
        ) with
        {
            User = user,
            Files = new Dictionary<string, byte[]> { ["given"] = "given\n"u8.ToArray() },
        };

        Assert.Equal($"{expected}\ngiven\n", await _host.OutputOfAsync(order).WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 120_000)]
    public async Task Another_user_sees_nothing_of_a_run_but_its_own_folder()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Other users need root.");
        var order = HostScripts.Order(
            "for f in ../environment ../supervise ../started ../output.log ..  ../.. ; do ls $f >/dev/null 2>&1 && cat $f >/dev/null 2>&1 && echo $f; ls $f >/dev/null 2>&1 && [ -d $f ] && echo $f; done; grep Groups: /proc/self/status; true\n"
        ) with
        {
            User = "nobody",
        };

        Assert.Equal("Groups:\t65534 \n", await _host.OutputOfAsync(order).WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_user_that_the_host_does_not_know_starts_nothing()
    {
        var outcome = await _host
            .RunAsync(HostScripts.Order("id\n") with { User = "no-such-user" })
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("there is no user 'no-such-user' on this host", Assert.IsType<RunOutcome.NotStarted>(outcome).Message);
    }
}
