using System.Runtime.Versioning;

namespace NodeTasker.EndToEnd.Tests.Deploy;

/// <summary>install.sh and uninstall.sh below a folder: nothing of the running system is touched.</summary>
[SupportedOSPlatform("linux")]
public sealed class SystemdInstallTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("node-tasker-root-");
    private readonly DirectoryInfo _tools = Directory.CreateTempSubdirectory("node-tasker-tools-");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Binary => Path.Combine(_tools.FullName, "agent");

    public SystemdInstallTests() => WriteBinary("first");

    public void Dispose()
    {
        _root.Delete(recursive: true);
        _tools.Delete(recursive: true);
    }

    [Fact(Timeout = 60_000)]
    public async Task Installing_puts_the_binary_the_unit_and_the_settings_in_place_and_enables_the_service()
    {
        var installed = await InstallAsync(Binary).WaitAsync(TestContext.Current.CancellationToken);

        Assert.True(installed.ExitCode == 0, installed.ToString());
        Assert.Equal(File.ReadAllText(Binary), Read("usr/local/bin/node-tasker-agent"));
        Assert.True(File.GetUnixFileMode(PathOf("usr/local/bin/node-tasker-agent")).HasFlag(UnixFileMode.OtherExecute));
        Assert.Equal(Shipped("node-tasker-agent.service"), Read("etc/systemd/system/node-tasker-agent.service"));
        Assert.Equal(Shipped("node-tasker-agent.env"), Read("etc/node-tasker/agent.env"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("etc/node-tasker/agent.env")));
        Assert.Equal(Shipped("node-tasker-agent.service"), Read("etc/systemd/system/multi-user.target.wants/node-tasker-agent.service"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Installing_again_upgrades_the_binary_and_leaves_no_temporary_file()
    {
        await InstallAsync(Binary).WaitAsync(TestContext.Current.CancellationToken);
        var before = Files();
        WriteBinary("second");

        var again = await InstallAsync(Binary);

        Assert.True(again.ExitCode == 0, again.ToString());
        Assert.Contains("second", Read("usr/local/bin/node-tasker-agent"), StringComparison.Ordinal);
        Assert.Equal(before, Files());
    }

    [Fact(Timeout = 60_000)]
    public async Task An_edited_settings_file_is_kept_by_install_and_by_uninstall()
    {
        await InstallAsync(Binary).WaitAsync(TestContext.Current.CancellationToken);
        File.WriteAllText(PathOf("etc/node-tasker/agent.env"), "NODE_TASKER_NODE_NAME=worker-1\n");

        var again = await InstallAsync(Binary);
        var removed = await RunAsync("uninstall.sh", "--root", _root.FullName);

        Assert.Contains("kept your", again.Output, StringComparison.Ordinal);
        Assert.True(removed.ExitCode == 0, removed.ToString());
        Assert.Equal("NODE_TASKER_NODE_NAME=worker-1\n", Read("etc/node-tasker/agent.env"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_kubeconfig_is_readable_by_root_alone()
    {
        var kubeconfig = Path.Combine(_tools.FullName, "kubeconfig");
        File.WriteAllText(kubeconfig, "apiVersion: v1\n");
        File.SetUnixFileMode(kubeconfig, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        var installed = await RunAsync("install.sh", "--root", _root.FullName, "--kubeconfig", kubeconfig, Binary)
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.True(installed.ExitCode == 0, installed.ToString());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("etc/node-tasker/kubeconfig")));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public async Task The_kubeconfig_is_a_credential_of_the_service_where_systemd_knows_them(
        bool hasKubeconfig,
        bool hasCredentials,
        bool expected
    )
    {
        var kubeconfig = Path.Combine(_tools.FullName, "kubeconfig");
        File.WriteAllText(kubeconfig, "apiVersion: v1\n");
        if (hasCredentials)
        {
            Directory.CreateDirectory(PathOf("usr/bin"));
            File.Copy(Binary, PathOf("usr/bin/systemd-creds"));
        }

        string[] options = hasKubeconfig ? ["--kubeconfig", kubeconfig] : [];
        var installed = await RunAsync("install.sh", ["--root", _root.FullName, .. options, Binary])
            .WaitAsync(TestContext.Current.CancellationToken);
        var dropIn = File.Exists(PathOf("etc/systemd/system/node-tasker-agent.service.d/10-credential.conf"));
        await RunAsync("uninstall.sh", "--root", _root.FullName);

        Assert.True(installed.ExitCode == 0, installed.ToString());
        Assert.Equal(expected, dropIn);
        Assert.False(Directory.Exists(PathOf("etc/systemd/system/node-tasker-agent.service.d")));
    }

    [Fact(Timeout = 60_000)]
    public async Task Uninstalling_keeps_the_state_and_can_be_repeated()
    {
        await InstallAsync(Binary).WaitAsync(TestContext.Current.CancellationToken);
        var journal = PathOf("var/lib/node-tasker/state/journal");
        Directory.CreateDirectory(Path.GetDirectoryName(journal)!);
        File.WriteAllText(journal, "{}");

        var first = await RunAsync("uninstall.sh", "--root", _root.FullName);
        var second = await RunAsync("uninstall.sh", "--root", _root.FullName);

        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.True(second.ExitCode == 0, second.ToString());
        Assert.Equal(["var/lib/node-tasker/state/journal"], Files());
    }

    [Fact(Timeout = 60_000)]
    public async Task Purging_removes_the_settings_and_the_state_too()
    {
        await InstallAsync(Binary).WaitAsync(TestContext.Current.CancellationToken);
        Directory.CreateDirectory(PathOf("var/lib/node-tasker/state"));
        File.WriteAllText(PathOf("etc/node-tasker/kubeconfig"), "secret");

        var purged = await RunAsync("uninstall.sh", "--purge", "--root", _root.FullName);

        Assert.True(purged.ExitCode == 0, purged.ToString());
        Assert.Empty(Files());
        Assert.False(Directory.Exists(PathOf("var/lib/node-tasker")));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_missing_binary_and_a_missing_folder_are_both_named_and_nothing_is_written()
    {
        var missing = PathOf("nowhere");

        var failed = await RunAsync("install.sh", "--root", missing, Path.Combine(_tools.FullName, "no-agent"))
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("nothing was changed", failed.Error, StringComparison.Ordinal);
        Assert.Contains("no-agent' is not an executable file", failed.Error, StringComparison.Ordinal);
        Assert.Contains($"'{missing}' of --root does not exist", failed.Error, StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_host_without_nsenter_or_systemd_is_told_so_before_anything_is_changed()
    {
        // A PATH with just what the script needs to look around.
        foreach (var tool in (string[])["dirname", "id"])
        {
            File.CreateSymbolicLink(Path.Combine(_tools.FullName, tool), ToolRun.Find(tool)!);
        }

        var failed = await ToolRun
            .OfAsync(
                "/bin/sh",
                [RepositoryFile.Of("deploy/systemd/install.sh"), Binary],
                new Dictionary<string, string?> { ["PATH"] = _tools.FullName },
                cancellationToken: Cancelled
            )
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("nothing was changed", failed.Error, StringComparison.Ordinal);
        Assert.Contains("install the package util-linux", failed.Error, StringComparison.Ordinal);
        Assert.Contains("systemd does not run this host", failed.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("install.sh", "--frobnicate", "unknown option '--frobnicate'")]
    [InlineData("install.sh", "--root", "--root needs a value")]
    [InlineData("uninstall.sh", "--frobnicate", "unknown argument '--frobnicate'")]
    [InlineData("uninstall.sh", "--root", "--root needs a folder that exists")]
    public async Task A_wrong_argument_is_refused_by_name(string script, string argument, string message)
    {
        var failed = await RunAsync(script, argument).WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, failed.ExitCode);
        Assert.Contains(message, failed.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_unit_has_no_fault_that_systemd_knows_of()
    {
        Assert.SkipUnless(ToolRun.Find("systemd-analyze") is not null, "there is no systemd-analyze on the PATH");
        // The one thing that can't be there is the installed binary.
        var unit = Path.Combine(_tools.FullName, "node-tasker-agent.service");
        File.WriteAllText(
            unit,
            Shipped("node-tasker-agent.service").Replace("/usr/local/bin/node-tasker-agent", Binary, StringComparison.Ordinal)
        );

        var verified = await ToolRun
            .OfAsync("systemd-analyze", ["verify", "--man=no", unit], cancellationToken: Cancelled)
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.True(verified.ExitCode == 0, verified.ToString());
        Assert.DoesNotContain("node-tasker-agent.service", verified.Error, StringComparison.Ordinal);
    }

    private void WriteBinary(string content)
    {
        File.WriteAllText(Binary, $"#!/bin/sh\n# {content}\n");
        File.SetUnixFileMode(Binary, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private Task<ToolRun> InstallAsync(string binary) => RunAsync("install.sh", "--root", _root.FullName, binary);

    private static Task<ToolRun> RunAsync(string script, params string[] arguments) =>
        ToolRun.OfAsync("/bin/sh", [RepositoryFile.Of($"deploy/systemd/{script}"), .. arguments], cancellationToken: Cancelled);

    private string PathOf(string path) => Path.Combine(_root.FullName, path);

    private string Read(string path) => File.ReadAllText(PathOf(path));

    private string[] Files() =>
        [
            .. Directory
                .EnumerateFiles(_root.FullName, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(_root.FullName, file))
                .Order(StringComparer.Ordinal),
        ];

    private static string Shipped(string file) => File.ReadAllText(RepositoryFile.Of($"deploy/systemd/{file}"));
}
