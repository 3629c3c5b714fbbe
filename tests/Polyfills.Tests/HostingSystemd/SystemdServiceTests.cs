using System.Globalization;
using CliWrap;
using CliWrap.Buffered;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodeTasker.Polyfills.Tests.CliWrap;

namespace NodeTasker.Polyfills.Tests.HostingSystemd;

/// <summary>A real host as a real child: of a process named systemd, or not.</summary>
public sealed class SystemdServiceTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData("add-systemd")]
    [InlineData("use-systemd")]
    public async Task A_child_of_systemd_is_a_service(string how)
    {
        var output = (await RunAsChildOf("systemd", how).ExecuteBufferedAsync(Ended)).StandardOutput;

        Assert.Equal("service=True\nlifetime=SystemdLifetime\nformatter=systemd\n", output);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("add-systemd", "systemd-run")]
    [InlineData("add-systemd", "sh")]
    [InlineData("use-systemd", "sh")]
    public async Task Any_other_child_keeps_the_console(string how, string parent)
    {
        // What a service manager sets doesn't make its grandchildren services.
        var command = RunAsChildOf(parent, how).WithEnvironmentVariables(variables => variables
            .Set("NOTIFY_SOCKET", _folder["none"])
            .Set("INVOCATION_ID", "0123456789abcdef0123456789abcdef")
            .Set("JOURNAL_STREAM", "8:1234"));

        var output = (await command.ExecuteBufferedAsync(Ended)).StandardOutput;

        Assert.Equal("service=False\nlifetime=ConsoleLifetime\nformatter=\n", output);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("NOTIFY_SOCKET", "True")]
    [InlineData("LISTEN_PID", "True")]
    [InlineData("INVOCATION_ID", "False")]
    public async Task The_first_process_of_a_container_is_a_service_if_it_was_told_so(string variable, string expected)
    {
        var unshare = Cli.Wrap("unshare").WithArguments(["--map-root-user", "--pid", "--fork", Dummy.Service]);
        var probe = await Dummy.Shell("unshare --map-root-user --pid --fork true")
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(Ended);
        Assert.SkipUnless(probe.IsSuccess, "PID namespaces can't be made here (needs unshare and user namespaces, or root)");

        var result = await unshare
            .WithEnvironmentVariables(variables => variables
                .Set("NOTIFY_SOCKET", null)
                .Set("LISTEN_PID", null)
                .Set(variable, "1"))
            .ExecuteBufferedAsync(Ended);

        Assert.Contains($"service={expected}\n", result.StandardOutput, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("add-systemd")]
    [InlineData("use-systemd")]
    public async Task A_service_says_when_it_is_ready_and_ends_cleanly_on_SIGTERM(string how)
    {
        using var systemd = new NotifySocket(isAbstract: OperatingSystem.IsLinux());
        var lines = new LineLatch();
        var task = RunAsChildOf("systemd", $"{how} run")
            .WithEnvironmentVariables(variables => variables.Set("NOTIFY_SOCKET", systemd.Address))
            .WithStandardOutputPipe(lines.Target)
            .ExecuteAsync(Ended);

        Assert.Equal("READY=1", await systemd.NextAsync(Ended));
        var log = await ReadLogAsync(lines, "Application started");
        await SignalAsync("TERM", FindChildOf(task.ProcessId));

        // systemd's format: a syslog priority instead of a level's name.
        Assert.StartsWith("<6>Microsoft.Hosting.Lifetime[0] Application started. Hosting environment: Production;", log, StringComparison.Ordinal);
        Assert.Equal("STOPPING=1", await systemd.NextAsync(Ended));
        Assert.Equal(0, (await task).ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_service_dies_of_SIGINT_which_systemd_does_not_send()
    {
        using var systemd = new NotifySocket(isAbstract: OperatingSystem.IsLinux());
        var task = RunAsChildOf("systemd", "add-systemd run")
            .WithEnvironmentVariables(variables => variables.Set("NOTIFY_SOCKET", systemd.Address))
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToStream(Stream.Null))
            .ExecuteAsync(Ended);
        Assert.Equal("READY=1", await systemd.NextAsync(Ended));

        await SignalAsync("INT", FindChildOf(task.ProcessId));

        Assert.Equal(128 + 2, (await task).ExitCode);
    }

    [Fact]
    public void Outside_of_systemd_nothing_is_added_and_the_argument_comes_back()
    {
        var services = new ServiceCollection();
        var builder = new HostBuilder();

        Assert.Same(services, services.AddSystemd());
        Assert.Same(builder, builder.UseSystemd());

        Assert.Empty(services);
        Assert.Throws<ArgumentNullException>("services", () => SystemdHostBuilderExtensions.AddSystemd(null!));
        Assert.Throws<ArgumentNullException>("hostBuilder", () => SystemdHostBuilderExtensions.UseSystemd(null!));
    }

    // A process is named after the script that it runs. The last line keeps the shell from turning into its child.
    private Command RunAsChildOf(string parent, string arguments)
    {
        var script = _folder[parent];
        File.WriteAllText(script, $"#!/bin/sh\n'{Dummy.Service}' {arguments}\nexit $?\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return Cli.Wrap(script).WithEnvironmentVariables(variables => variables.Set("NOTIFY_SOCKET", null));
    }

    private static int FindChildOf(int pid) =>
        int.Parse(File.ReadAllText($"/proc/{pid}/task/{pid}/children").Trim(), CultureInfo.InvariantCulture);

    private static async Task SignalAsync(string signal, int pid) =>
        await Dummy.Shell($"kill -{signal} {pid}").ExecuteAsync(Ended);

    private static async Task<string> ReadLogAsync(LineLatch lines, string text)
    {
        string line;
        do
        {
            line = await lines.NextAsync(Ended);
        }
        while (!line.Contains(text, StringComparison.Ordinal));

        return line;
    }
}
