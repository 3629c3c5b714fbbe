using System.Runtime.Versioning;

namespace NodeTasker.EndToEnd.Tests.Deploy;

/// <summary>The example tasks, run for real; only what a test machine has not (a container runtime, kubeadm) is stood in for.</summary>
[SupportedOSPlatform("linux")]
public sealed class ExampleTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("node-tasker-example-");
    private readonly Dictionary<string, string?> _environment = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ExampleTests()
    {
        Directory.CreateDirectory(PathOf("bin"));
        _environment["PATH"] = $"{PathOf("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact(Timeout = 30_000)]
    public async Task Hello_says_where_it_runs()
    {
        var run = await RunAsync("hello.sh").WaitAsync(TestContext.Current.CancellationToken);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains($"Hello from {Environment.MachineName}", run.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact(Timeout = 30_000)]
    public async Task Kernel_parameters_are_set_and_kept_and_a_second_run_changes_nothing()
    {
        WriteParameter("vm/max_map_count", "65530\n");
        WriteParameter("net/ipv4/ip_local_port_range", "32768\t60999\n");
        _environment["PARAMS"] = "# for the database\nvm.max_map_count = 262144\nnet.ipv4.ip_local_port_range=32768 60999\n";

        var first = await RunAsync("kernel-params.sh").WaitAsync(TestContext.Current.CancellationToken);
        var written = File.ReadAllText(PathOf("dropin.conf"));
        var second = await RunAsync("kernel-params.sh");

        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.Contains("vm.max_map_count = 262144 (was 65530)", first.Output, StringComparison.Ordinal);
        Assert.Equal("262144\n", File.ReadAllText(PathOf("sys/vm/max_map_count")));
        Assert.EndsWith("vm.max_map_count = 262144\nnet.ipv4.ip_local_port_range = 32768 60999\n", written, StringComparison.Ordinal);
        Assert.True(second.ExitCode == 0, second.ToString());
        Assert.Contains("is up to date", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("(was", second.Output, StringComparison.Ordinal);
        Assert.Equal("32768\t60999\n", File.ReadAllText(PathOf("sys/net/ipv4/ip_local_port_range")));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("vm.no_such=1", "this kernel has no parameter 'vm.no_such'")]
    [InlineData("vm.max_map_count", "write name=value")]
    [InlineData("../../etc/passwd=1", "not a parameter's name")]
    public async Task One_bad_kernel_parameter_changes_nothing_at_all(string bad, string message)
    {
        WriteParameter("vm/max_map_count", "65530\n");
        _environment["PARAMS"] = $"vm.max_map_count=262144\n{bad}";

        var run = await RunAsync("kernel-params.sh").WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal("65530\n", File.ReadAllText(PathOf("sys/vm/max_map_count")));
        Assert.False(File.Exists(PathOf("dropin.conf")));
    }

    [Fact(Timeout = 30_000)]
    public async Task The_disk_report_is_content_below_the_limit_and_refuses_a_limit_that_is_no_number()
    {
        _environment["LIMIT"] = "101";
        var content = await RunAsync("disk-report.sh").WaitAsync(TestContext.Current.CancellationToken);
        _environment["LIMIT"] = "a lot";
        var refused = await RunAsync("disk-report.sh");

        Assert.True(content.ExitCode == 0, content.ToString());
        Assert.Contains("nothing is over 101%", content.Output, StringComparison.Ordinal);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("LIMIT and TOP are numbers", refused.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Images_that_are_there_are_not_pulled_and_one_that_fails_is_named_at_the_end()
    {
        WriteTool(
            "crictl",
            """
            case "$1 $2 $3" in
              "images --quiet --") [ "$4" = there:1 ] && echo sha256:1 || true ;;
              "pull missing:1 ") exit 1 ;;
              "pull "*) echo "$2" >>"$LOG" ;;
            esac
            """
        );
        _environment["IMAGES"] = "there:1 missing:1\nnew:1 moving:latest";
        _environment["TRIES"] = "1";

        var run = await RunAsync("pull-images.sh").WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("there:1: there already", run.Output, StringComparison.Ordinal);
        Assert.Equal("not pulled: missing:1", run.Error.Trim());
        Assert.Equal("new:1\nmoving:latest\n", File.ReadAllText(PathOf("log")));
    }

    [Fact(Timeout = 60_000)]
    public async Task Certificates_are_renewed_when_they_end_soon_and_left_alone_otherwise()
    {
        Assert.SkipUnless(ToolRun.Find("openssl") is not null, "there is no openssl on the PATH");
        Directory.CreateDirectory(PathOf("manifests"));
        Directory.CreateDirectory(PathOf("pki"));
        File.WriteAllText(PathOf("manifests/kube-apiserver.yaml"), "");
        var made = await ToolRun
            .OfAsync(
                "openssl",
                [
                    "req",
                    "-x509",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:prime256v1",
                    "-nodes",
                    "-days",
                    "10",
                    "-subj",
                    "/CN=test",
                    "-keyout",
                    PathOf("pki/apiserver.key"),
                    "-out",
                    PathOf("pki/apiserver.crt"),
                ],
                cancellationToken: Cancelled
            )
            .WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(made.ExitCode == 0, made.ToString());
        WriteTool("kubeadm", "echo \"kubeadm $*\" >>\"$LOG\"");
        WriteTool("crictl", "case $1 in ps) cat \"$LOG.id\" ;; stop) echo \"stop $4\" >>\"$LOG\"; echo new >\"$LOG.id\" ;; esac");
        File.WriteAllText(PathOf("log.id"), "old\n");

        _environment["DAYS"] = "5";
        var early = await RunAsync("rotate-certs.sh");
        var calledEarly = File.Exists(PathOf("log"));
        _environment["DAYS"] = "30";
        var due = await RunAsync("rotate-certs.sh");

        Assert.True(early.ExitCode == 0, early.ToString());
        Assert.Contains("nothing ends within 5 days", early.Output, StringComparison.Ordinal);
        Assert.False(calledEarly);
        Assert.True(due.ExitCode == 0, due.ToString());
        Assert.Equal("kubeadm certs renew all\nstop old\nkubeadm certs check-expiration\n", File.ReadAllText(PathOf("log")));
        var backup = Assert.Single(_folder.GetDirectories("pki.before-*"));
        Assert.Equal(File.ReadAllText(PathOf("pki/apiserver.key")), File.ReadAllText(Path.Combine(backup.FullName, "apiserver.key")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, backup.UnixFileMode);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_node_without_a_control_plane_has_no_certificates_to_rotate()
    {
        var run = await RunAsync("rotate-certs.sh").WaitAsync(TestContext.Current.CancellationToken);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("no control plane here", run.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Shellcheck_has_nothing_to_say_about_any_script_that_is_shipped()
    {
        Assert.SkipUnless(ToolRun.Find("shellcheck") is not null, "there is no shellcheck on the PATH");
        string[] scripts =
        [
            .. Directory.EnumerateFiles(RepositoryFile.Of("examples"), "*.sh"),
            .. Directory.EnumerateFiles(RepositoryFile.Of("deploy/systemd"), "*.sh"),
            RepositoryFile.Of(".ci/run"),
        ];

        var check = await ToolRun
            .OfAsync("shellcheck", scripts, cancellationToken: Cancelled)
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.True(scripts.Length >= 8);
        Assert.True(check.ExitCode == 0, check.Output);
    }

    private Task<ToolRun> RunAsync(string example)
    {
        _environment["PROC_SYS"] = PathOf("sys");
        _environment["DROPIN"] = PathOf("dropin.conf");
        _environment["PKI"] = PathOf("pki");
        _environment["MANIFESTS"] = PathOf("manifests");
        _environment["LOG"] = PathOf("log");
        return ToolRun.OfAsync("/bin/sh", [RepositoryFile.Of($"examples/{example}")], _environment, cancellationToken: Cancelled);
    }

    private void WriteParameter(string path, string value)
    {
        var file = PathOf($"sys/{path}");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, value);
    }

    private void WriteTool(string name, string body)
    {
        File.WriteAllText(PathOf($"bin/{name}"), $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(PathOf($"bin/{name}"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private string PathOf(string path) => Path.Combine(_folder.FullName, path);
}
