namespace NodeTasker.ServiceHosting;

/// <summary>The form of the log lines.</summary>
public enum LogFormat
{
    /// <summary>One readable line an entry.</summary>
    Text,

    /// <summary>One JSON object an entry.</summary>
    Json,

    /// <summary>With the priority prefixes that journald reads.</summary>
    Systemd,
}
