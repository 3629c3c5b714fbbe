namespace NodeTasker.HostAgent.Executing;

/// <summary>The launchers of this agent, and the one that new runs get.</summary>
internal sealed partial class Launchers(IReadOnlyList<ILauncher> all, LauncherKind wanted, ILogger<Launchers> log)
{
    private ILauncher? _chosen;

    /// <summary>The one for new runs; there is one as soon as nothing blocks them.</summary>
    public ILauncher Chosen => _chosen ?? throw new InvalidOperationException("No launcher has been chosen yet.");

    /// <summary>The one that started an earlier run.</summary>
    public ILauncher Named(string? name) => all.FirstOrDefault(l => l.Name == name) ?? all[^1];

    /// <summary>Takes the wanted launcher, or for auto the first that works on this host; why there is none, or null.</summary>
    public async Task<string?> ChooseAsync(CancellationToken cancellationToken)
    {
        var reasons = new List<string>();
        foreach (var launcher in all)
        {
            if (wanted != LauncherKind.Auto && !launcher.Name.Equals(wanted.ToString(), StringComparison.OrdinalIgnoreCase))
                continue;
            if (await launcher.WhyUnavailableAsync(cancellationToken) is { } reason)
            {
                reasons.Add($"{launcher.Name}: {reason}");
                continue;
            }

            _chosen = launcher;
            LogChosen(log, launcher.Name, reasons.Count == 0 ? "" : $" (not {string.Join("; not ", reasons)})");
            return null;
        }

        return $"The launcher that --launcher asks for cannot be used on this host: {string.Join("; ", reasons)}.";
    }

    [LoggerMessage(EventId = 503, Level = LogLevel.Information, Message = "Runs are supervised by launcher {Launcher}{Others}")]
    private static partial void LogChosen(ILogger log, string launcher, string others);
}
