using System.Diagnostics;

namespace CliWrap;

/// <summary>The user that a process runs as; null is the current one.</summary>
public partial class Credentials(string? domain = null, string? userName = null, string? password = null, bool loadUserProfile = false)
{
    /// <summary>Credentials without loading the user's profile.</summary>
    public Credentials(string? domain, string? username, string? password)
        : this(domain, username, password, false)
    {
    }

    /// <summary>The current user.</summary>
    public static Credentials Default { get; } = new();

    /// <summary>Active Directory domain; Windows.</summary>
    public string? Domain { get; } = domain;

    /// <summary>Name of the user.</summary>
    public string? UserName { get; } = userName;

    /// <summary>Password of the user; Windows.</summary>
    public string? Password { get; } = password;

    /// <summary>Whether the user's profile is loaded; Windows.</summary>
    public bool LoadUserProfile { get; } = loadUserProfile;

    internal void ApplyTo(ProcessStartInfo startInfo)
    {
        if (UserName is not null)
            startInfo.UserName = UserName;

        if (Domain is null && Password is null && !LoadUserProfile)
            return;

        if (!OperatingSystem.IsWindows())
            throw new NotSupportedException("A process can be given a domain, a password or a loaded profile on Windows only; set nothing but Credentials.UserName here.");
        startInfo.Domain = Domain;
        startInfo.PasswordInClearText = Password;
        startInfo.LoadUserProfile = LoadUserProfile;
    }
}
