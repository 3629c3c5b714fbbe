using NodeTasker.HostAgent.Executing;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Executing;

/// <summary>Accounts as directories have them, on a host whose list of accounts is a test's own.</summary>
public sealed class DirectoryUsersTests : IAsyncLifetime
{
    private const string Accounts = """
        root:x:0:0::/root:/bin/sh
        alice@corp.example:x:70001:70011::/home/alice:/bin/sh
        CORP\bob:x:70002:70012:Bob, of $(id):/home/CORP/bob:/bin/sh
        john smith:x:70003:70013::/home/john smith:/bin/sh
        q;echo ran>$folder:x:70004:70014::/home/q;echo ran>$folder:/bin/sh
        $(echo ran>$folder):x:70005:70015::/home/`echo ran>$folder`:/bin/sh
        nowhere:x:70006:70016:::

        """;

    private readonly TempDir _dir = new();
    private Testing.HostNamespaces? _namespaces;

    public async ValueTask InitializeAsync()
    {
        var unavailable = await Testing.HostNamespaces.WhyUnavailableAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(unavailable is null, unavailable ?? "");
        _namespaces = await Testing.HostNamespaces.CreateAsync("some-host", TestContext.Current.CancellationToken);
        _dir.Write("passwd", Accounts);
        await MountAsync(_dir["passwd"], "/etc/passwd");
    }

    public async ValueTask DisposeAsync()
    {
        if (_namespaces is not null)
            await _namespaces.DisposeAsync();
        _dir.Dispose();
    }

    [Theory(Timeout = 120_000)]
    [InlineData("alice@corp.example", "70001 70011 alice@corp.example /home/alice")]
    [InlineData(@"CORP\bob", @"70002 70012 CORP\bob /home/CORP/bob")]
    [InlineData("john smith", "70003 70013 john smith /home/john smith")]
    [InlineData("70003", "70003 70013 john smith /home/john smith")]
    [InlineData("70004", "70004 70014 q;echo ran>$folder /home/q;echo ran>$folder")]
    [InlineData("$(echo ran>$folder)", "70005 70015 $(echo ran>$folder) /home/`echo ran>$folder`")]
    [InlineData("nowhere", "70006 70016 nowhere /")]
    public async Task An_account_of_a_directory_is_taken_as_it_is_and_nothing_in_it_is_run(string user, string expected)
    {
        Assert.Equal(expected, await FoundByAsync(user).WaitAsync(TestContext.Current.CancellationToken));

        await MountAsync("/dev/null", "/usr/bin/getent");
        Assert.Equal(expected, await FoundByAsync(user));
    }

    private async Task<string> FoundByAsync(string user)
    {
        await using var host = new HostScripts(_namespaces!.InitProcessId);
        var order = HostScripts.Order("printf '%s %s %s %s' \"$(id -u)\" \"$(id -g)\" \"$USER\" \"$HOME\"\n") with { User = user };
        return await host.OutputOfAsync(order);
    }

    private async Task MountAsync(string source, string target)
    {
        var mounted = await RunningProcess.RunAsync(
            "nsenter",
            ["--target", $"{_namespaces!.InitProcessId}", "--mount", "mount", "--bind", source, target],
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.True(mounted.ExitCode == 0, mounted.StandardError);
    }
}
