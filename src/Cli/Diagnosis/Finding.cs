namespace NodeTasker.Cli.Diagnosis;

/// <summary>What a check has found.</summary>
/// <param name="Check">What was looked at, in a few words.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Message">What there is.</param>
/// <param name="Advice">What to do; null where nothing needs to be done.</param>
internal sealed record Finding(string Check, FindingLevel Level, string Message, string? Advice = null)
{
    public static Finding Ok(string check, string message) => new(check, FindingLevel.Ok, message);

    public static Finding Warning(string check, string message, string advice) => new(check, FindingLevel.Warning, message, advice);

    public static Finding Error(string check, string message, string advice) => new(check, FindingLevel.Error, message, advice);
}

/// <summary>How bad something is.</summary>
internal enum FindingLevel
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Tasks run; something else is missing, or can't be told.</summary>
    Warning,

    /// <summary>Tasks won't run, somewhere.</summary>
    Error,
}
