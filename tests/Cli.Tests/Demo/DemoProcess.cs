using NodeTasker.Cli.Tests.Kit;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Demo;

/// <summary>Who runs a demo.</summary>
public enum DemoUser
{
    /// <summary>Root: nodes have namespaces of their own.</summary>
    Root,

    /// <summary>Root where unshare is refused, as in most containers: scripts run directly.</summary>
    ConfinedRoot,

    /// <summary>Anybody else: scripts run directly.</summary>
    Nobody,
}

/// <summary>A real <c>node-tasker demo</c>, with a temp folder of its own, so that all it leaves can be found.</summary>
internal sealed class DemoProcess : IAsyncDisposable
{
    private static readonly string Executable = ProductPrograms.Command;
    private readonly TempDir _folder;

    private DemoProcess(TempDir folder, RunningProcess process)
    {
        _folder = folder;
        Process = process;
    }

    /// <summary>The demo; or, on a terminal, the <c>script</c> that holds the terminal.</summary>
    public RunningProcess Process { get; }

    /// <summary>The demo's own folder; null when there is none.</summary>
    public string? Folder => Directory.EnumerateDirectories(_folder["tmp"]).SingleOrDefault();

    /// <summary>What lives of it: processes that name its temp folder in their arguments, environment or working directory.</summary>
    public IReadOnlyList<(int Id, string CommandLine)> Members => ProcessTable.NamesPath(_folder["tmp"]);

    /// <summary>The folder of <see cref="MarkingScript"/>'s marks.</summary>
    public string Marks => _folder["marks"];

    /// <summary>Whether the script of <see cref="MarkingScript"/> runs on <paramref name="nodes"/> nodes.</summary>
    public bool IsRunningOn(int nodes) => Directory.EnumerateFiles(Marks).Count() >= nodes;

    /// <summary>Skips the test where <paramref name="user"/> can't be had.</summary>
    public static async Task SkipUnlessPossibleAsync(DemoUser user, CancellationToken cancellationToken)
    {
        if (user == DemoUser.Root)
        {
            var why = await HostNamespaces.WhyUnavailableAsync(cancellationToken);
            Assert.SkipUnless(why is null, why ?? "");
        }
        else if (Wrapper(user) is [var wrapper, .. var arguments])
        {
            Assert.SkipWhen(user == DemoUser.ConfinedRoot && !Environment.IsPrivilegedProcess, "Taking a right from root needs root.");
            var tried = await RunningProcess.RunAsync(wrapper, [.. arguments, Executable, "--help"], cancellationToken: cancellationToken);
            Assert.SkipUnless(tried.ExitCode == 0, $"{user} can't run {Executable} here: {tried.StandardError}");
        }
    }

    /// <summary>Starts <c>node-tasker demo ARGUMENTS</c>.</summary>
    /// <param name="user">As whom.</param>
    /// <param name="arguments">After <c>demo</c>.</param>
    /// <param name="script">Written to a file, whose path is the last argument; null gives none.</param>
    /// <param name="onTerminal">Whether on a pseudo-terminal, by <c>script</c>.</param>
    /// <param name="environment">Beside what the test has.</param>
    public static DemoProcess Start(
        DemoUser user,
        string[] arguments,
        string? script = null,
        bool onTerminal = false,
        params (string Name, string Value)[] environment
    )
    {
        var folder = new TempDir();
        foreach (var name in new[] { "", "tmp", "marks" })
            File.SetUnixFileMode(Directory.CreateDirectory(folder[name]).FullName, (UnixFileMode)Convert.ToInt32("777", 8));

        List<string> command = [.. Wrapper(user), Executable, "demo", .. arguments];
        if (script is not null)
            command.Add(folder.Write("script.sh", script.Replace("$MARKS", folder["marks"], StringComparison.Ordinal)));
        if (onTerminal)
            command =
            [
                "script",
                "--quiet",
                "--return",
                "--command",
                TerminalSession.SurvivingCtrlC(string.Join(' ', command)),
                "/dev/null",
            ];

        var variables = new Dictionary<string, string?>
        {
            ["TMPDIR"] = folder["tmp"],
            ["TERM"] = "xterm-256color",
            ["NO_COLOR"] = null,
        };
        foreach (var (name, value) in environment)
            variables[name] = value;

        return new DemoProcess(folder, RunningProcess.Start(command[0], command.Skip(1), TerminalSession.InShell(variables)));
    }

    /// <summary>A script that leaves a mark in <c>$MARKS</c> and then does <paramref name="rest"/>.</summary>
    public static string MarkingScript(string rest) => $"#!/bin/sh\n: >$MARKS/$$.$(cat /proc/sys/kernel/hostname)\n{rest}\n";

    /// <summary>Waits for the demo's end; returns its exit code.</summary>
    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        await Process.WaitForExitAsync(TimeSpan.FromSeconds(60), cancellationToken);
        return Process.ExitCode;
    }

    /// <summary>Asserts that nothing of it is left, now.</summary>
    public void AssertNothingIsLeft()
    {
        Assert.Empty(Members);
        Assert.Null(Folder);
    }

    /// <summary>Asserts that nothing of it is left, soon: after SIGKILL it can't wait for that itself.</summary>
    public async Task AssertNothingIsLeftSoonAsync(CancellationToken cancellationToken)
    {
        await Eventually.BecomesAsync(
            "no process is left",
            () => string.Join('\n', Members),
            left => left.Length == 0,
            TimeSpan.FromSeconds(20),
            cancellationToken
        );
        Assert.Null(Folder);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        foreach (var (id, _) in Members)
            UnixSignal.Send(id, UnixSignal.Kill);
        _folder.Dispose();
    }

    private static string[] Wrapper(DemoUser user) =>
        user switch
        {
            DemoUser.ConfinedRoot => ["setpriv", "--bounding-set=-sys_admin", "--inh-caps=-sys_admin", "--"],
            DemoUser.Nobody when Environment.IsPrivilegedProcess => ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"],
            _ => [],
        };
}
