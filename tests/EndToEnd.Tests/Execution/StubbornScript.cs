using System.Globalization;
using System.Security.Cryptography;

namespace NodeTasker.EndToEnd.Tests.Execution;

/// <summary>A script that does all it can to outlive its end, and whose processes are found by an argument that nothing else has.</summary>
public sealed class StubbornScript
{
    // The two that fork away twice, the shell between them, the one that holds the output and the one that is waited for.
    private const int Processes = 5;

    private readonly string _argument = string.Create(
        CultureInfo.InvariantCulture,
        $"600.{RandomNumberGenerator.GetInt32(100_000_000, 1_000_000_000)}"
    );

    /// <summary>Daemons in sessions of their own, with no variable, no output and no folder in common with the script.</summary>
    private string Daemons =>
        $"env -i setsid sh -c 'trap \"\" TERM HUP; cd /; (env -i setsid sleep {_argument} &); sleep {_argument}; :' </dev/null >/dev/null 2>&1 &\n";

    /// <summary>Leaves daemons and a child that holds the output, and ends well.</summary>
    public string ThatEnds => $"#!/bin/bash\n{Daemons}sleep {_argument} &\necho done\n";

    /// <summary>The same, but ignores TERM, closes its output and never ends by itself.</summary>
    public string ThatStays(string mark) =>
        $"#!/bin/bash\ntrap '' TERM HUP INT\n{mark}{Daemons}sleep {_argument} &\nexec >/dev/null 2>&1\nwhile :; do sleep {_argument}; done\n";

    public IReadOnlyList<(int Id, string CommandLine)> Alive() => ProcessTable.NamesPath(_argument);

    public Task IsUpAsync(CancellationToken cancellationToken) =>
        Eventually.BecomesAsync(
            "all processes of the script are up",
            Alive,
            alive => alive.Count(p => !p.CommandLine.Contains("setsid sh", StringComparison.Ordinal)) >= Processes,
            cancellationToken: cancellationToken
        );

    /// <summary>Fails with what is alive; ends it too, so that the next test has a clean host.</summary>
    public async Task IsGoneAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        try
        {
            await Eventually.BecomesAsync("nothing of the script is alive", Alive, alive => alive.Count == 0, within, cancellationToken);
        }
        catch (TimeoutException e)
        {
            var alive = string.Join("\n", Alive());
            foreach (var (id, _) in Alive())
                UnixSignal.Send(id, UnixSignal.Kill);
            throw new TimeoutException($"{e.Message}\n{alive}", e);
        }
    }
}
