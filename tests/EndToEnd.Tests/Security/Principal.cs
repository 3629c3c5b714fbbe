namespace NodeTasker.EndToEnd.Tests.Security;

/// <summary>Who sends a request: the holder of a token, or a user as whom the admin acts; neither is the admin.</summary>
public sealed record Principal
{
    public static Principal Admin { get; } = new();

    public string? Token { get; init; }

    public string? User { get; init; }

    public string? Group { get; init; }

    /// <summary>A user as the API server sees them after the login, whatever that was.</summary>
    public static Principal Of(string user, string? group = null) => new() { User = user, Group = group };
}
